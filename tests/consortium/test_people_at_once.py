"""Two people at the same moment, on connections of their own: quotas and seats hold."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from consortium import groups, nominations, seats
from consortium.models import Body, Nomination, Seat
from parties.refusals import Refusal
from tests.factories.consortium import body, company, employee, founded, officer, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts in threads that start together; answer what each did or the sentence that refused it."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act() and ""
        except Refusal as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def toshiba():
    return company(founded(), "Toshiba")


def test_two_nominations_for_the_last_seat_leave_one(toshiba):
    nominator, place = employee(toshiba, "", "", "nominator"), body(toshiba.consortium, "ec")
    chiefs = [employee(toshiba, "cto", name) for name in ("K. Sato", "M. Ito")]

    said = at_once(
        *(
            lambda chief=chief: nominations.propose(
                type(toshiba).objects.get(pk=toshiba.pk), place, chief, by=nominator, at=NOON
            )
            for chief in chiefs
        )
    )

    assert sorted(bool(each) for each in said) == [False, True]
    assert max(said).startswith("Seat quota: Toshiba (tier 1) already holds 0 of 1 EC seats; nominated: ")
    assert Nomination.objects.waiting().count() == 1


def test_two_confirmations_of_one_nomination_seat_once(toshiba):
    secretary = officer(toshiba.consortium)
    nomination = nominations.propose(
        toshiba, body(toshiba.consortium, "ec"), employee(toshiba, "cto"), by=secretary, at=NOON
    )

    said = at_once(
        *(
            lambda: nominations.confirm(Nomination.objects.get(pk=nomination.pk), by=secretary, at=NOON)
            for _ in range(2)
        )
    )

    assert sorted(bool(each) for each in said) == [False, True]
    assert Seat.objects.filter(person=nomination.person).count() == 1


def test_two_system_groups_of_one_system_leave_one(toshiba):
    lead = seated(body(toshiba.consortium, "tc_us"), toshiba, "technical_lead")

    said = at_once(
        *(
            lambda name=name: groups.set_up(
                Body.objects.get(pk=lead.body_id),
                "system",
                name=name,
                purpose="Heat",
                system="HAMR",
                lead=lead.person,
                by=lead.person,
                at=NOON,
            )
            for name in ("One", "Two")
        )
    )

    assert sorted(bool(each) for each in said) == [False, True]
    assert Body.objects.filter(kind="system_group").count() == 1


def test_a_seat_ends_once(toshiba):
    seat = seated(body(toshiba.consortium, "ec"), toshiba, "cto")

    said = at_once(
        *(
            lambda: seats.end(Seat.objects.get(pk=seat.pk), reason=Seat.Ending.RESIGNED, by=seat.person, at=NOON)
            for _ in range(2)
        )
    )

    assert sorted(bool(each) for each in said) == [False, True]
