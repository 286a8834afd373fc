"""Votes at the same moment, over real connections: nothing is counted twice, nothing is lost in between."""

from datetime import time, timedelta

import pytest
from django.db import connections

from consortium import attendance, ballots, meetings, motions, room_votes, seats
from consortium.models import Ballot, Item, Meeting, Motion, RoomVote
from consortium.motions import NewItem
from consortium.room_votes import Said
from parties.refusals import Refusal
from tests.factories.consortium import asrc_document, body, company, founded, seated
from tests.factories.parties import NOON
from tests.moments import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DEADLINE = NOON + timedelta(days=7)


@pytest.fixture(autouse=True)
def _no_connection_stays():
    yield
    connections.close_all()


def opened(names, **changes):
    place = body(founded(document=asrc_document(**changes)), "ec")
    for name in names.split():
        seated(place, company(place.consortium, name), "cto", f"{name} CTO")
    by = place.seats.first().person
    motion = motions.draft(place, title="Plan", items=[NewItem("One"), NewItem("Two")], by=by, at=NOON)
    return motions.open(motion, closes_at=DEADLINE, by=by, at=NOON)


def fresh(motion) -> Motion:
    return Motion.objects.select_related("body", "consortium", "subject").get(pk=motion.pk)


def voting(motion, line, choice, at=NOON):
    return lambda: ballots.cast(fresh(motion), line, slate=choice, by=line.acting_seat.person, at=at)


def lines_of(motion):
    return list(motion.roll.select_related("acting_seat__person").order_by("pk"))


def test_a_double_click_is_one_vote():
    motion = opened("Alpha Beta Gamma")
    line = lines_of(motion)[0]

    done = at_once(*[voting(motion, line, "for")] * 4)

    assert sorted(len(each) for each in done) == [0, 0, 0, 2]
    assert motion.subject.entries.filter(verb="ballot.cast").count() == 1


def test_everyone_votes_at_once_and_all_are_counted():
    motion = opened("Alpha Beta Gamma Delta Echo Foxtrot")

    at_once(*(voting(motion, line, "for") for line in lines_of(motion)))
    motions.close_due(DEADLINE)

    assert [(item.state, item.for_weight) for item in motion.items.all()] == [(Item.State.CARRIED, 6)] * 2


def test_a_vote_at_the_last_instant_is_counted_or_refused():
    """The vote comes an instant before the deadline, the clock at it."""
    motion = opened("Alpha Beta Gamma")
    first, second, last = lines_of(motion)
    voting(motion, first, "for")()
    voting(motion, second, "against")()

    vote, closed = at_once(
        voting(motion, last, "for", DEADLINE - timedelta(microseconds=1)), lambda: motions.close_due(DEADLINE)
    )

    counted = not isinstance(vote, Refusal)
    assert closed == 1
    assert Ballot.objects.filter(line=last).exists() == counted
    assert {item.for_weight for item in motion.items.all()} == {2 if counted else 1}


def test_two_clocks_close_once():
    motion = opened("Alpha Beta Gamma")
    for line in lines_of(motion):
        voting(motion, line, "for")()

    closed = at_once(*[lambda: motions.close_due(DEADLINE)] * 3)

    assert sum(closed) == 1
    assert motion.subject.entries.filter(verb="motion.close").count() == 1


def test_a_seat_ends_while_its_motion_opens_and_is_either_struck_or_never_on_the_roll():
    motion = opened("Alpha Beta Gamma", bodies__ec__seat_end="strike")
    by = motion.author
    other = motions.draft(motion.body, title="Another", by=by, at=NOON)
    leaving = lines_of(motion)[2].acting_seat

    at_once(
        lambda: motions.open(fresh(other), closes_at=DEADLINE, by=by, at=NOON),
        lambda: seats.end(leaving, reason="resigned", by=None, at=NOON),
    )

    assert sorted(other.roll.standing().values_list("acting_seat__person__name", flat=True)) == [
        "Alpha CTO",
        "Beta CTO",
    ]


def test_fu_a1_a_vote_cast_while_the_room_is_recorded_is_never_lost_nor_overwritten():
    """Whoever comes first: the record sees the vote and is looked at again, or the vote comes too late and is told."""
    motion = opened("Alpha Beta Gamma")
    by = motion.author
    meeting = meetings.plan(
        [motion.body], by=None, at=NOON, title="M", day=NOON.date() + timedelta(days=1), time=time(9)
    )
    meetings.call(meeting, by=None, at=NOON)
    later = meeting.starts_at + timedelta(minutes=5)
    attendance.mark(meeting, {line.acting_seat: line.acting_seat.person for line in lines_of(motion)}, by=None, at=NOON)
    said = {None: Said("for")}
    seen = room_votes.preview(meeting, motion, said, by=by, at=later).seen

    def recording():
        fixed = Meeting.objects.select_related("consortium", "subject").get(pk=meeting.pk)
        return room_votes.vote(fixed, fresh(motion), said, seen=seen, ends_vote=True, by=by, at=later)

    own, *records = at_once(voting(motion, lines_of(motion)[2], "against", later), recording, recording)

    recorded = [each for each in records if not isinstance(each, Refusal)]
    assert (len(recorded), RoomVote.objects.count()) in ((1, 1), (0, 0))
    mine = set(Ballot.objects.filter(line=lines_of(motion)[2]).values_list("choice", "is_recorded"))
    assert mine == ({("for", True)} if recorded else {("against", False)})
    assert isinstance(own, Refusal) == bool(recorded)
