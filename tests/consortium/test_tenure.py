"""The daily round over seats."""

from datetime import timedelta

import pytest

from consortium import nominations, tenure
from consortium.models import Seat
from duties.models import Duty, Notice
from membership import tiers
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    consortium = founded()
    return seated(body(consortium, "ec"), company(consortium, "Toshiba"), "cto", "K. Sato")


def ending(seat, at=NOON):
    tenure.end_lapsed(seat.consortium, at=at)
    seat.refresh_from_db()
    return seat.end_reason


def test_a_seat_in_order_is_left_alone(seat):
    assert ending(seat) == ""


def test_a_term_ends_by_itself(seat):
    assert ending(seat, NOON + timedelta(days=730)) == "term"


def test_a_seat_ends_when_its_company_has_left(seat):
    seat.member.left_on = NOON.date()
    seat.member.save()

    assert ending(seat) == "company"


def test_a_seat_ends_when_its_tier_has_none(seat):
    tiers.place([(seat.member, "t2", None)], from_day=NOON.date())

    assert ending(seat) == "tier"


def test_a_seat_ends_when_the_title_no_longer_qualifies(seat):
    seat.person.affiliations.update(title="director")

    assert ending(seat) == "title"


def test_the_longest_held_seats_stay_when_the_quota_shrinks():
    consortium = founded()
    member = company(consortium, "Toshiba")
    first, second = (seated(body(consortium, "tc_us"), member, "technical_lead") for _ in range(2))
    tiers.place([(member, "t2", None)], from_day=NOON.date())

    tenure.end_lapsed(consortium, at=NOON)

    assert list(Seat.objects.order_by("pk").values_list("state", "end_reason")) == [("held", ""), ("ended", "tier")]
    assert first.pk < second.pk


def test_a_second_round_changes_nothing(seat):
    ending(seat, NOON + timedelta(days=730))

    assert tenure.end_lapsed(seat.consortium, at=NOON + timedelta(days=731)) == 0


def test_a_term_that_ends_soon_is_announced_once_and_owed(seat):
    nominator = employee(seat.member, "", "", "nominator")
    soon = NOON + timedelta(days=690)

    assert tenure.announce_ends(seat.consortium, at=NOON) == 0
    for _ in range(2):
        tenure.announce_ends(seat.consortium, at=soon)

    assert set(Notice.objects.values_list("person", "kind")) == {
        (nominator.pk, "seat.term"),
        (seat.person_id, "seat.term"),
    }
    assert list(Duty.objects.open().values_list("kind", "debtor")) == [("seat.renew", seat.member.subject_id)]


def test_nominating_for_the_next_term_meets_the_duty(seat):
    soon = NOON + timedelta(days=690)
    officer(seat.consortium)
    tenure.announce_ends(seat.consortium, at=soon)

    nominations.propose(seat.member, seat.body, seat.person, by=seat.person, at=soon)

    assert list(Duty.objects.values_list("kind", "state")) == [("seat.renew", "done")]


def test_a_term_that_ended_leaves_the_duty_to_fill_the_seat(seat):
    tenure.announce_ends(seat.consortium, at=NOON + timedelta(days=690))

    tenure.end_lapsed(seat.consortium, at=NOON + timedelta(days=730))

    assert dict(Duty.objects.values_list("kind", "state")) == {"seat.renew": "not_required", "seat.fill": "open"}
