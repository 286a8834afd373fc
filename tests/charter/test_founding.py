"""Founding from a preset: on the page, by the command, with every fault at once and nothing lost."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from charter import editions, presets, questions
from charter.models import Edition
from consortium.models import Body, Seat
from desk.founding import Founding, Unsound, can_found, found
from journal.models import Entry
from parties import identities
from parties.models import Consortium, Person
from parties.refusals import Invalid
from tests.charter.documents import UNSUGGESTED
from tests.factories.parties import NOON, ConsortiumFactory, PersonFactory

pytestmark = pytest.mark.django_db


def answers(key="asrc", **others):
    return {**questions.suggested(presets.named(key)), **UNSUGGESTED.get(key, {}), **others}


def asrc(**others):
    return Founding("asrc", "asrc", answers=answers(), **others)


@pytest.mark.parametrize(
    ("key", "bodies"),
    [
        ("asrc", {"ec", "sc_us", "sc_jp", "tc_us", "tc_jp", "office"}),
        ("sematech-1987", {"board", "steering", "ismi_advisory", "office"}),
        ("eureka", {"coordinating", "ministers", "secretariat"}),
    ],
)
def test_founding_opens_the_bodies_of_each_preset_and_seats_the_founder(key, bodies):
    founder = PersonFactory()

    consortium = found(Founding(key, "here", answers=answers(key)), by=founder, at=NOON)

    assert set(Body.objects.filter(consortium=consortium).values_list("key", flat=True)) == bodies
    seat = Seat.objects.get(consortium=consortium)
    assert (seat.person, seat.post, seat.votes, seat.body.kind) == (founder, "secretary", False, "office")


def test_the_edition_of_the_founding_holds_from_the_founding_day():
    consortium = found(asrc(founded_on=date(2016, 4, 1)), by=PersonFactory(), at=NOON)

    edition = editions.at(consortium, date(2016, 4, 1))

    assert (edition.number, edition.state, edition.effective_from) == (1, "active", date(2016, 4, 1))
    assert edition.charter.identity.host == "IDEMA"


def test_what_was_chosen_never_looks_stated():
    consortium = found(asrc(), by=PersonFactory(), at=NOON)

    edition = editions.at(consortium, date(2026, 3, 2))

    chosen, stated, default = (
        edition.rule(path) for path in ("tiers.t1.dues", "bodies.ec.cadence", "bodies.ec.quorum")
    )
    assert (chosen.basis, stated.basis, default.basis) == ("chosen", "stated", "default")
    assert "Illustrative" in chosen.source.note
    assert edition.rule("dues.formula.rate").basis == "not_stated"


def test_an_own_amount_drops_the_illustrative_note():
    founding = Founding("asrc", "asrc", answers=answers(**{"tiers.t1.dues": "1200000"}))

    consortium = found(founding, by=PersonFactory(), at=NOON)

    assert editions.at(consortium, date(2026, 3, 2)).rule("tiers.t1.dues").source.note == ""


def test_a_faulty_charter_founds_nothing_and_names_every_fault():
    bad = answers(**{"tiers.t2.dues": "1000000", "bodies.*.recusal": "sometimes", "identity.currency": ""})

    with pytest.raises(Unsound) as refused:
        found(Founding("asrc", "asrc", answers=bad), by=PersonFactory(), at=NOON)

    paths = {fault.path for fault in refused.value.faults}
    assert {"tiers.t2.dues", "bodies.ec.recusal", "bodies.tc_jp.recusal", "identity.currency"} <= paths
    assert not Consortium.objects.exists()
    assert not Edition.objects.exists()


@pytest.mark.parametrize("slug", ["Admin", "api", "a b", "", "x" * 41, "-x", "asrc\n"])
def test_an_address_must_be_free_and_well_formed(slug):
    with pytest.raises(Invalid) as refused:
        found(Founding("asrc", slug, answers=answers()), by=PersonFactory(), at=NOON)

    assert refused.value.field == "slug"


def test_an_address_is_given_once():
    found(asrc(), by=PersonFactory(), at=NOON)

    with pytest.raises(Invalid, match="taken"):
        found(asrc(), by=PersonFactory(), at=NOON)


def test_it_cannot_go_live_before_it_is_founded():
    with pytest.raises(Invalid) as refused:
        found(asrc(founded_on=date(2026, 1, 1), goes_live_on=date(2025, 1, 1)), by=PersonFactory(), at=NOON)

    assert refused.value.field == "goes_live_on"


def test_founding_is_on_record():
    consortium = found(asrc(), by=PersonFactory(), at=NOON)

    verbs = set(Entry.objects.filter(consortium=consortium).values_list("verb", flat=True))

    assert {"edition.write", "edition.adopt", "body.open", "consortium.found"} <= verbs


def test_anyone_founds_the_first_and_operators_the_next(settings):
    stranger, operator = PersonFactory(), PersonFactory(email="operator@example.org")
    settings.OPERATORS = {"operator@example.org"}

    assert can_found(stranger)

    ConsortiumFactory()

    assert not can_found(stranger)
    assert not can_found(operator), "an address that anybody may have typed makes no operator"
    identities.prove(operator, at=NOON)
    assert can_found(operator)


def test_the_command_founds_from_a_file(tmp_path):
    file = tmp_path / "answers.toml"
    file.write_text(
        '[identity]\ncurrency = "JPY"\n[tiers.t1]\ndues = 90_000_000\n'
        '[answers]\n"bodies.*.recusal" = "reduces_quorum"\n'
    )

    call_command("found", preset="asrc", slug="asrc", answers=str(file), by="sato@example.org", suggested=True)

    charter = editions.at(Consortium.objects.get(slug="asrc"), date(2100, 1, 1)).charter
    assert (charter.identity.currency, charter.tiers["t1"].dues) == ("JPY", 90_000_000)
    assert {body.recusal for body in charter.bodies.values() if body.has_votes} == {"reduces_quorum"}
    assert Person.objects.get().email == "sato@example.org"


def test_the_command_says_whose_address_the_founders_is():
    Person.objects.create_user("sato@example.org", "Ken Sato")
    said = StringIO()

    with pytest.raises(CommandError, match="is the address of Ken Sato, not of Kenji Sato"):
        call_command("found", preset="asrc", slug="asrc", by="Sato@Example.org", name="Kenji Sato", suggested=True)
    call_command("found", preset="asrc", slug="asrc", by="Sato@Example.org", suggested=True, stdout=said)
    call_command("found", preset="asrc", slug="b", by="ito@example.org", name="Ito", suggested=True, stdout=said)

    assert "Its secretary is Ken Sato <sato@example.org>, known here already" in said.getvalue()
    assert "Its secretary is Ito <ito@example.org>, entered just now" in said.getvalue()


def test_the_command_refuses_a_founder_who_was_locked_out():
    Person.objects.create_user("sato@example.org", "Ken Sato", is_active=False)

    with pytest.raises(CommandError, match="may not sign in any more"):
        call_command("found", preset="asrc", slug="asrc", by="sato@example.org", suggested=True)


def test_the_command_says_every_fault_on_a_line_of_its_own(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("found", preset="eureka", slug="eureka", by="sato@example.org", suggested=True)

    assert "identity.currency: not stated, and running needs it" in str(refused.value)
    assert not Person.objects.exists()


def test_the_command_refuses_a_founder_who_could_not_sign_in():
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("found", preset="asrc", slug="asrc", by="secretary", suggested=True)

    assert not Consortium.objects.exists()
