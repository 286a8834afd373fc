"""From the nomination through the appointing body's motion to the seat."""

from datetime import timedelta

import pytest

from consortium import ballots, motions, nominations, seats
from consortium.models import Item, Nomination, Seat
from membership import tiers
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=8)


@pytest.fixture
def council():
    """An executive council of one, which decides alone."""
    consortium = founded()
    return seated(body(consortium, "ec"), company(consortium, "Seagate"), "cto")


def nominated(member, key, title, name="K. Sato"):
    nominator = employee(member, "", "", "nominator")
    return nominations.propose(
        member, body(member.consortium, key), employee(member, title, name), by=nominator, at=NOON
    )


def slate(seat, *chosen):
    return nominations.put_to_vote(seat.body, list(chosen), by=seat.person, at=NOON)


def decide(motion, seat, choice="for"):
    """Vote as the only seat, and let the deadline pass."""
    motions.open(motion, by=seat.person, at=NOON, closes_at=NOON + timedelta(days=7))
    line = motion.roll.get()
    ballots.cast_slate(motion, line, choice, by=seat.person, at=NOON + timedelta(hours=1))
    return motions.close(motion, by=None, at=LATER)


def test_nominations_become_the_items_of_a_slate(council):
    chosen = [
        nominated(company(council.consortium, "Toshiba"), "sc_us", "director", "K. Sato"),
        nominated(company(council.consortium, "WD"), "sc_us", "director", "J. Doe"),
    ]

    motion = slate(council, *chosen)

    assert motion.title == "2 appointments to the Steering Committee US"
    assert [(item.title, item.matter) for item in motion.items.order_by("position")] == [
        ("K. Sato (Toshiba) for the Steering Committee US", "appointment"),
        ("J. Doe (WD) for the Steering Committee US", "appointment"),
    ]
    assert {n.state for n in Nomination.objects.all()} == {Nomination.State.ON_BALLOT}


def test_a_motion_on_one_nomination_names_the_person(council):
    chosen = nominated(company(council.consortium, "Toshiba"), "sc_us", "director", "K. Sato")

    assert slate(council, chosen).title == "K. Sato (Toshiba) for the Steering Committee US"


def test_a_carried_item_seats_the_person_with_the_decision_behind_it(council):
    nomination = nominated(company(council.consortium, "Toshiba"), "sc_us", "director")

    motion = decide(slate(council, nomination), council)

    seat = Seat.objects.get(body=nomination.body)
    assert (seat.person, seat.votes, seat.during.lower) == (nomination.person, True, LATER.date())
    assert motion.items.get().enactment == Item.Enactment.ENACTED
    assert seat.appointed_by.facts["item"] == motion.items.get().number


def test_an_item_that_is_not_carried_turns_the_nomination_down(council):
    nomination = nominated(company(council.consortium, "Toshiba"), "sc_us", "director")

    decide(slate(council, nomination), council, "against")

    nomination.refresh_from_db()
    assert nomination.state == Nomination.State.REJECTED
    assert not Seat.objects.filter(body=nomination.body).exists()


def test_a_withdrawn_motion_gives_its_nominations_back(council):
    nomination = nominated(company(council.consortium, "Toshiba"), "sc_us", "director")

    motions.withdraw(slate(council, nomination), reason="Too early", by=council.person, at=NOON)

    nomination.refresh_from_db()
    assert (nomination.state, nomination.item) == (Nomination.State.PROPOSED, None)


def test_a_tier_lost_meanwhile_blocks_the_enactment_in_words(council):
    member = company(council.consortium, "Toshiba", "t2")
    nomination = nominated(member, "sc_us", "director")
    motion = slate(council, nomination)
    tiers.place([(member, "t3", None)], from_day=NOON.date())

    decide(motion, council)

    item = motion.items.get()
    assert (item.state, item.enactment) == (Item.State.CARRIED, Item.Enactment.BLOCKED)
    assert item.blocked_reason == "SC members come from firms of tiers 1–2; Toshiba is in tier 3."


def test_a_body_puts_only_those_to_the_vote_whom_it_appoints(council):
    nomination = nominated(company(council.consortium, "Toshiba"), "tc_us", "technical_lead")

    with pytest.raises(Invalid, match="does not appoint members of the Technical Committee US"):
        slate(council, nomination)


def test_a_nomination_stands_on_one_motion(council):
    nomination = nominated(company(council.consortium, "Toshiba"), "sc_us", "director")
    slate(council, nomination)

    with pytest.raises(Refusal, match="Before the appointing body"):
        slate(council, nomination)
    with pytest.raises(Refusal, match="stands on motion 1"):
        nominations.withdraw(nomination, by=council.person, at=NOON)


def test_nobody_is_proposed_for_the_post_that_they_hold(council):
    secretary = officer(council.consortium, "secretary")

    with pytest.raises(Refusal, match="has this post already"):
        nominations.propose_officer(
            body(council.consortium, "office"), secretary, "secretary", by=council.person, at=NOON
        )


def test_the_chair_is_not_proposed_for_its_own_chair(council):
    seat = Seat.objects.get(body__key="ec", person=council.person)
    seats.make_chair(seat, by=council.person, at=NOON)

    with pytest.raises(Refusal, match="has the chair"):
        nominations.propose_chair(Seat.objects.get(pk=seat.pk), by=council.person, at=NOON)


def test_a_nomination_sent_twice_is_made_once(client, council):
    office = body(council.consortium, "office")
    client.force_login(council.person)
    sent = {"person": employee(council.member, "cto").pk, "post": "legal", "once": "x"}
    address = f"{office.get_absolute_url()}propose/"

    first, second = (client.post(address, sent) for __ in "ab")

    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert Nomination.objects.count() == 1


def test_the_body_that_the_charter_names_appoints_the_office(council):
    old = officer(council.consortium, "finance")
    office = body(council.consortium, "office")
    nomination = nominations.propose_officer(office, PersonFactory(), "finance", by=council.person, at=NOON)

    decide(slate(council, nomination), council)

    held = Seat.objects.filter(body=office, post="finance")
    assert {(seat.person, seat.state, seat.votes) for seat in held} == {
        (old, "ended", False),
        (nomination.person, "held", False),
    }


def test_a_body_elects_its_chair(council):
    nomination = nominations.propose_chair(council, by=council.person, at=NOON)

    decide(slate(council, nomination), council)

    council.refresh_from_db()
    assert council.post == "chair"
