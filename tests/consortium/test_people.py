"""People of companies and partners, their titles, mandates and assistants."""

from datetime import UTC, datetime, time, timedelta

import pytest

from consortium import introductions, mandates, memberships, partners, people, seats
from consortium.models import Seat
from desk.viewers import viewer_of
from duties.models import Duty, Notice
from membership import withdrawals
from membership.models import Affiliation, Mandate
from parties.models import Person
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def asked(member, **said):
    said = {"email": "K.Sato@toshiba.example", "name": "K. Sato", "title": "cto", **said}
    return introductions.ask(member, by=employee(member), at=NOON, **said)


def invited(member, **said):
    introduction = asked(member, **said)
    return introductions.accept(introduction, by=introduction.person, at=NOON)


def test_invite_enters_a_person_by_address_and_tells_them():
    member = company(founded(), "Toshiba")

    affiliation = invited(member, native_name="佐藤", position="Chief Technology Officer")

    person = Person.objects.get(email="k.sato@toshiba.example")
    assert (person.name, person.native_name, affiliation.title) == ("K. Sato", "佐藤", "cto")
    assert not person.has_usable_password()
    assert list(Notice.objects.filter(person=person).values_list("kind", flat=True)) == ["person.invited"]
    assert viewer_of(person, member.consortium, NOON).is_member


def test_an_address_typed_tells_no_stranger_s_name_until_they_accept(client):
    member = company(founded(), "Toshiba")
    colleague = employee(member, "", "M. Mori", "nominator")
    known = PersonFactory(email="k.sato@toshiba.example", name="Kenji Sato", native_name="佐藤 健二")
    introduction = asked(member)
    addresses = [f"/{member.consortium.slug}/{path}" for path in ("people/", f"people/{known.pk}/", "search/?q=Kenji")]
    addresses += [f"{member.get_absolute_url()}people/", f"/api/v1/{member.consortium.slug}/affiliations/"]

    def read(word):
        client.force_login(colleague)
        return [word in client.get(address).content.decode() for address in addresses]

    assert read("Kenji Sato") == read("佐藤 健二") == [False] * 5
    assert read("K. Sato") == [False, False, False, True, False]
    with pytest.raises(Invalid, match="does not belong to Toshiba"):
        mandates.give(member, known, "billing", by=colleague, at=NOON)
    introductions.accept(introduction, by=known, at=NOON)
    assert read("Kenji Sato") == [True] * 5


def test_somebody_known_keeps_their_name_and_belongs_once():
    member = company(founded(), "Toshiba")
    known = PersonFactory(email="k.sato@toshiba.example", name="Kenji Sato")

    assert invited(member).person == known
    known.refresh_from_db()
    assert known.name == "Kenji Sato"
    with pytest.raises(Refusal, match="Kenji Sato belongs to Toshiba already"):
        invited(member)


@pytest.mark.parametrize(
    ("said", "field"), [({"email": "nobody"}, "email"), ({"name": " "}, "name"), ({"title": "boss"}, "title")]
)
def test_invite_refuses_beside_the_field(said, field):
    with pytest.raises(Invalid) as refused:
        invited(company(founded(), "Toshiba"), **said)

    assert refused.value.field == field


def test_a_title_that_no_longer_qualifies_ends_the_seat_and_asks_for_a_successor():
    consortium = founded()
    member = company(consortium, "Toshiba")
    seat = seated(body(consortium, "ec"), member, "cto")

    people.retitle(seat.person.affiliations.get(), title="director", position="", by=seat.person, at=NOON)

    seat.refresh_from_db()
    assert (seat.state, seat.end_reason) == ("ended", "title")
    assert list(Duty.objects.open().filter(debtor=member.subject).values_list("kind", flat=True)) == ["seat.fill"]


def test_a_title_that_still_qualifies_leaves_the_seat_alone():
    consortium = founded()
    member = company(consortium, "Toshiba")
    seat = seated(body(consortium, "ec"), member, "cto")

    people.retitle(seat.person.affiliations.get(), title="svp", position="", by=seat.person, at=NOON)

    seat.refresh_from_db()
    assert seat.is_held


def test_leaving_takes_seats_mandates_and_deputising():
    consortium = founded()
    member = company(consortium, "Toshiba")
    seat = seated(body(consortium, "ec"), member, "cto")
    other = seated(body(consortium, "sc_us"), member, "director")
    seats.name_alternate(other, seat.person, by=seat.person, at=NOON)
    mandates.give(member, seat.person, "nominator", by=None, at=NOON)
    assistant = PersonFactory()
    until = NOON.date() + timedelta(days=99)
    mandates.name_assistant(seat.person, assistant, consortium=consortium, until=until, by=seat.person, at=NOON)

    people.leave(seat.person.affiliations.get(), by=other.person, at=NOON + timedelta(days=1))

    assert not viewer_of(seat.person, consortium, NOON + timedelta(days=1)).is_known
    assert not viewer_of(assistant, consortium, NOON + timedelta(days=1)).is_known


def test_nobody_who_has_left_comes_back_by_a_new_title():
    member = company(founded(), "Toshiba")
    place = invited(member)
    people.leave(place, by=employee(member), at=NOON + timedelta(days=1))

    with pytest.raises(Refusal, match="has left already"):
        people.retitle(place, title="svp", position="", by=employee(member), at=NOON + timedelta(days=2))

    assert not viewer_of(place.person, member.consortium, NOON + timedelta(days=2)).is_known


def test_a_mandate_is_given_to_the_organisations_own_people_once():
    member = company(founded(), "Toshiba")
    person = employee(member)

    mandate = mandates.give(member, person, "billing", by=person, at=NOON)

    with pytest.raises(Refusal, match="already"):
        mandates.give(member, person, "billing", by=person, at=NOON)
    with pytest.raises(Invalid, match="does not belong to Toshiba"):
        mandates.give(member, PersonFactory(), "billing", by=person, at=NOON)
    mandates.end(mandate, by=person, at=NOON + timedelta(days=1))
    assert not Mandate.objects.on(NOON.date() + timedelta(days=1)).exists()


def test_a_university_is_connected_to_a_technical_committee_and_nothing_else():
    consortium = founded()
    university = OrganisationFactory(kind="university", name="Tohoku University")
    secretary = officer(consortium)

    with pytest.raises(Invalid, match="A university is connected to a technical committee"):
        partners.connect(body(consortium, "ec"), university, by=secretary, at=NOON)
    partner = partners.connect(body(consortium, "tc_jp"), university, by=secretary, at=NOON)
    with pytest.raises(Refusal, match="already"):
        partners.connect(body(consortium, "tc_jp"), university, by=secretary, at=NOON)

    researcher = invited(partner, email="r@tohoku.example", title="").person
    assert viewer_of(researcher, consortium, NOON).organisations == {university.pk}


def test_a_company_is_no_partner():
    consortium = founded()

    with pytest.raises(Invalid, match="joins as a member"):
        partners.connect(body(consortium, "tc_us"), OrganisationFactory(), by=officer(consortium), at=NOON)


def test_a_connection_ends_with_its_people():
    consortium = founded()
    partner = partners.connect(
        body(consortium, "tc_us"), OrganisationFactory(kind="institute"), by=officer(consortium), at=NOON
    )
    invited(partner, title="")

    partners.disconnect(partner, reason="Moved away", by=officer(consortium), at=NOON + timedelta(days=1))

    assert not Affiliation.objects.on(NOON.date() + timedelta(days=1)).filter(organisation=partner.organisation)


def test_an_assistant_is_named_until_a_day_and_revoked():
    consortium = founded()
    seat = seated(body(consortium, "ec"), company(consortium, "Toshiba"), "cto")
    assistant = PersonFactory()
    until = NOON.date() + timedelta(days=30)

    assistance = mandates.name_assistant(
        seat.person, assistant, consortium=consortium, until=until, by=seat.person, at=NOON
    )

    assert viewer_of(assistant, consortium, NOON).assists == {seat.person_id}
    mandates.end_assistance(assistance, by=seat.person, at=NOON)
    assert not viewer_of(assistant, consortium, NOON).is_known


def test_the_seat_falls_vacant_when_its_holder_resigns_and_is_asked_for_until_somebody_is_nominated():
    consortium = founded()
    member = company(consortium, "Toshiba")
    seat = seated(body(consortium, "ec"), member, "cto")

    seats.end(seat, reason=Seat.Ending.RESIGNED, by=seat.person, at=NOON)

    duty = Duty.objects.open().get(debtor=member.subject)
    assert (duty.kind, duty.subject, (duty.due_at - NOON).days) == ("seat.fill", seat.subject, 30)


def test_what_ends_on_the_day_it_began_never_counted_and_can_be_given_again():
    member = company(founded(), "Toshiba")
    person = employee(member)

    for _ in range(2):
        mandate = mandates.give(member, person, "billing", by=person, at=NOON)
        mandates.end(mandate, by=person, at=NOON)

    assert not Mandate.objects.on(NOON.date()).exists()
    with pytest.raises(Refusal, match="ended already"):
        mandates.end(mandate, by=person, at=NOON)


def test_the_people_of_a_company_that_left_have_no_part_any_more():
    consortium = founded()
    member = company(consortium, "Toshiba")
    seat = seated(body(consortium, "ec"), member, "cto")
    elsewhere, assistant = employee(member), PersonFactory()
    people.join(company(consortium, "Hoya"), elsewhere, title="", position="", by=elsewhere, at=NOON)
    until = NOON.date() + timedelta(days=999)
    mandates.name_assistant(seat.person, assistant, consortium=consortium, until=until, by=seat.person, at=NOON)
    withdrawal = withdrawals.announce(member, reason="strategic_shift", by=seat.person, at=NOON)
    gone = datetime.combine(withdrawal.effective_on, time(12), tzinfo=UTC)

    memberships.complete_departures(consortium, at=gone)

    known = [viewer_of(person, consortium, gone).is_known for person in (seat.person, assistant, elsewhere)]
    assert known == [False, False, True]
    assert Affiliation.objects.on(NOON.date()).filter(person=seat.person).exists()


def test_alternate_and_holder_are_told_of_each_other():
    consortium = founded()
    seat = seated(body(consortium, "ec"), company(consortium, "Toshiba"), "cto", "K. Sato")
    deputy = employee(seat.member, name="M. Mori")

    seats.name_alternate(seat, deputy, by=seat.person, at=NOON)

    told = Notice.objects.filter(subject=seat.subject).values_list("person", "kind", "facts__person")
    assert set(told) == {
        (deputy.pk, "seat.alternate", "K. Sato"),
        (seat.person_id, "seat.deputised", "M. Mori"),
    }
