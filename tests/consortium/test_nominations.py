"""A company proposes, the body above decides, the enactment seats."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from consortium import ballots, enactments, motions, nominations, people
from consortium.models import Nomination, Seat
from duties.models import Notice
from membership import tiers
from membership.models import Affiliation
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


def proposed(member, key, title, name="K. Sato", **options):
    nominator = employee(member, "", "", "nominator")
    return nominations.propose(
        member, body(member.consortium, key), employee(member, title, name), by=nominator, at=NOON, **options
    )


@pytest.mark.parametrize(
    ("tier", "title", "key", "passes"),
    [
        ("t1", "cto", "ec", True),
        ("t1", "svp", "ec", True),
        ("t2", "cto", "ec", False),
        ("t1", "director", "sc_us", True),
        ("t2", "director", "sc_us", True),
        ("t3", "director", "sc_us", False),
        ("t3", "technical_lead", "tc_us", True),
        ("t4", "technical_lead", "tc_us", False),
    ],
)
def test_t_asrc_2_through_the_verb(tier, title, key, passes):
    member = company(founded(), "Toshiba", tier)

    if passes:
        assert proposed(member, key, title).is_proposed
    else:
        with pytest.raises(Invalid):
            proposed(member, key, title)


def test_the_office_hears_of_a_nomination_for_the_council():
    consortium = founded()
    secretary = officer(consortium)

    nomination = proposed(company(consortium, "Toshiba"), "ec", "cto")

    assert set(Notice.objects.filter(subject=nomination.subject).values_list("person", "kind")) == {
        (secretary.pk, "nomination.proposed")
    }


def test_the_office_confirms_whom_a_company_names_for_the_council():
    consortium = founded()
    secretary = officer(consortium)
    nomination = proposed(company(consortium, "Toshiba"), "ec", "cto")

    seat = nominations.confirm(nomination, by=secretary, at=NOON)

    assert (seat.person, seat.votes, seat.title) == (nomination.person, True, "cto")
    assert (seat.during.lower.isoformat(), seat.during.upper.isoformat()) == ("2026-03-02", "2028-03-02")
    assert seat.appointed_by.verb == "nomination.appoint"
    assert nomination.state == Nomination.State.APPOINTED


def test_nobody_confirms_a_seat_that_another_body_appoints():
    consortium = founded()
    nomination = proposed(company(consortium, "Toshiba"), "sc_us", "director")

    with pytest.raises(Refusal, match="appointed by motion"):
        nominations.confirm(nomination, by=officer(consortium), at=NOON)


def test_a_second_nomination_beyond_the_quota_names_the_holder():
    consortium = founded()
    member = company(consortium, "Toshiba")
    seated(body(consortium, "ec"), member, "cto", "K. Sato")

    with pytest.raises(Invalid) as refused:
        proposed(member, "ec", "svp", "M. Ito")

    assert str(refused.value) == "Seat quota: Toshiba (tier 1) already holds 1 of 1 EC seats (K. Sato)"


def test_a_nomination_in_place_of_a_colleague_needs_no_free_seat():
    consortium = founded()
    secretary = officer(consortium)
    member = company(consortium, "Toshiba")
    old = seated(body(consortium, "ec"), member, "cto", "K. Sato")

    nomination = proposed(member, "ec", "svp", "M. Ito", replaces=old)
    seat = nominations.confirm(nomination, by=secretary, at=NOON)

    old.refresh_from_db()
    assert (old.state, old.end_reason, str(seat.person)) == ("ended", "replaced", "M. Ito")


def test_another_term_extends_the_seat_that_is_held():
    consortium = founded()
    secretary = officer(consortium)
    member = company(consortium, "Toshiba")
    held = seated(body(consortium, "ec"), member, "cto", "K. Sato")

    nomination = nominations.propose(member, held.body, held.person, by=employee(member, "", "", "nominator"), at=NOON)
    seat = nominations.confirm(nomination, by=secretary, at=NOON)

    assert (seat.pk, seat.during.upper.isoformat()) == (held.pk, "2030-03-01")
    assert Seat.objects.filter(body=held.body).count() == 1


def test_the_same_person_is_nominated_once():
    member = company(founded(), "Toshiba")
    nomination = proposed(member, "tc_us", "technical_lead")

    with pytest.raises(Refusal, match=f"already \\(nomination {nomination.number}\\)"):
        nominations.propose(member, nomination.body, nomination.person, by=nomination.nominated_by, at=NOON)


def test_confirm_asks_again_when_the_tier_has_changed_meanwhile():
    consortium = founded()
    secretary = officer(consortium)
    member = company(consortium, "Toshiba")
    nomination = proposed(member, "ec", "cto")
    tiers.place([(member, "t2", None)], from_day=NOON.date())

    with pytest.raises(Invalid, match="EC members come from firms of tier 1"):
        nominations.confirm(nomination, by=secretary, at=NOON)

    nomination.refresh_from_db()
    assert nomination.is_proposed


def test_a_title_that_its_firm_spells_out_counts_by_synonym():
    consortium = founded()
    member = company(consortium, "Toshiba")
    person = employee(member)
    person.affiliations.update(position="Chief Technology Officer")

    nomination = nominations.propose(
        member, body(consortium, "ec"), person, by=employee(member, "", "", "nominator"), at=NOON
    )

    assert nomination.title == "cto"


def test_withdraw_ends_a_waiting_nomination_once():
    nomination = proposed(company(founded(), "Toshiba"), "ec", "cto")

    nominations.withdraw(nomination, by=nomination.nominated_by, at=NOON)

    assert nomination.state == Nomination.State.WITHDRAWN
    with pytest.raises(Refusal):
        nominations.withdraw(nomination, by=nomination.nominated_by, at=NOON)


def test_decline_wants_a_reason():
    consortium = founded()
    nomination = proposed(company(consortium, "Toshiba"), "ec", "cto")

    with pytest.raises(Refusal, match="could not be verified"):
        nominations.decline(nomination, reason=" ", by=officer(consortium), at=NOON)


def test_a_person_who_left_the_company_is_not_nominated_by_it():
    consortium = founded()
    member = company(consortium, "Toshiba")
    person = employee(member, "cto")
    person.affiliations.update(during=DateRange(None, NOON.date()))

    with pytest.raises(Invalid, match="does not belong to Toshiba"):
        nominations.propose(member, body(consortium, "ec"), person, by=person, at=NOON)


def test_whoever_is_awaited_is_nominated_under_no_name_of_their_own():
    """Who is known elsewhere alone is called what was typed until they come: a nomination would tell their name."""
    consortium = founded()
    member = company(consortium, "Toshiba")
    nominator = employee(member, "", "", "nominator")
    known_elsewhere = PersonFactory(name="Kenji Sato")
    people.join(member, known_elsewhere, title="cto", position="", by=nominator, at=NOON)
    Affiliation.objects.filter(person=known_elsewhere).update(called="Ken")

    with pytest.raises(Refusal, match=r"^Ken has not been here yet"):
        nominations.propose(member, body(consortium, "ec"), known_elsewhere, by=nominator, at=NOON)
    with pytest.raises(Refusal, match=r"^Ken has not been here yet"):
        nominations.propose_officer(body(consortium, "office"), known_elsewhere, "legal", by=nominator, at=NOON)
    Affiliation.objects.update(called="")
    assert nominations.propose(member, body(consortium, "ec"), known_elsewhere, by=nominator, at=NOON).is_proposed


def test_nobody_votes_on_a_nomination_that_holds_no_longer():
    consortium = founded()
    committee = body(consortium, "sc_us")
    nomination = proposed(company(consortium, "Toshiba"), "tc_us", "technical_lead")
    nomination.person.affiliations.update(title="director")

    with pytest.raises(Invalid, match="TC members hold the title"):
        nominations.put_to_vote(committee, [nomination], by=officer(consortium), at=NOON)

    nomination.refresh_from_db()
    assert nomination.is_proposed


def test_an_appointment_that_is_given_up_ends_the_nomination_with_that_reason():
    consortium = founded()
    secretary = officer(consortium)
    voter = seated(body(consortium, "sc_us"), company(consortium, "Toshiba"), "director")
    nomination = proposed(voter.member, "tc_us", "technical_lead")
    motion = nominations.put_to_vote(voter.body, [nomination], by=voter.person, at=NOON)
    motions.open(motion, by=voter.person, at=NOON)
    ballots.cast_slate(motion, motion.roll.get(), "for", by=voter.person, at=NOON)
    nomination.person.affiliations.update(title="director")
    motions.close(motion, by=voter.person, at=NOON)

    enactments.rescind(motion.items.get(), reason="Took another post", by=secretary, at=NOON)

    nomination.refresh_from_db()
    assert (nomination.state, nomination.reason) == (Nomination.State.REJECTED, "Took another post")
