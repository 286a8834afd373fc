"""Motions from draft to decision."""

from datetime import timedelta

import pytest

from consortium import ballots, motions, tasks
from consortium.models import Item, RollLine
from consortium.motions import NewItem
from duties.models import Duty, Notice
from parties.refusals import Forbidden, Refusal
from tests.factories.consortium import body, company, founded, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db
DEADLINE = NOON + timedelta(days=7)
AFTER = DEADLINE + timedelta(minutes=1)


@pytest.fixture
def council():
    """The council of a founded consortium with three companies in it."""
    consortium = founded()
    place = body(consortium, "ec")
    for name in ("Alpha", "Beta", "Gamma"):
        seated(place, company(consortium, name), "cto", f"{name} CTO")
    return place


def opened(place, *items, **words):
    """Put a motion of these items to the vote until the deadline."""
    by = place.seats.first().person
    motion = motions.draft(
        place, title="A question", items=[NewItem(each) for each in items] or None, by=by, at=NOON, **words
    )
    return motions.open(motion, closes_at=DEADLINE, by=by, at=NOON)


def line_of(motion, name) -> RollLine:
    return motion.roll.get(acting_seat__person__name=f"{name} CTO")


def say(motion, name, choice, at=NOON, **options):
    """Vote on the whole slate in a company's seat."""
    line = line_of(motion, name)
    return ballots.cast(motion, line, slate=choice, by=line.acting_seat.person, at=at, **options)


def test_opening_freezes_the_roll_and_owes_each_seat_a_vote(council):
    motion = opened(council)

    assert motion.roll.count() == 3
    assert Duty.objects.open().filter(kind="vote.cast", subject=motion.subject, due_at=DEADLINE).count() == 3
    assert Notice.objects.filter(kind="motion.opened").count() == 3


def test_a_motion_carries_at_its_deadline(council):
    motion = opened(council)
    say(motion, "Alpha", "for")
    say(motion, "Beta", "for")
    say(motion, "Gamma", "against")

    assert motions.close_due(AFTER) == 1

    item = motion.items.get()
    assert (item.state, item.for_weight, item.against_weight, item.present) == (Item.State.CARRIED, 2, 1, 3)
    assert Duty.objects.filter(kind="vote.cast", state="done").count() == 3


def test_closing_twice_changes_nothing(council):
    opened(council)

    assert [motions.close_due(AFTER), motions.close_due(AFTER)] == [1, 0]


def test_the_clock_may_ring_twice_and_months_late(council, time_machine):
    motion = opened(council)
    time_machine.move_to(DEADLINE + timedelta(days=90))

    assert [tasks.close_votes(), tasks.close_votes()] == [1, 0]
    assert Notice.objects.filter(kind="motion.closed", subject=motion.subject).count() == 3


def test_half_of_the_roll_is_no_quorum(council):
    motion = opened(council)
    say(motion, "Alpha", "for")

    motions.close_due(AFTER)

    assert motion.items.get().state == Item.State.NO_QUORUM
    assert Duty.objects.filter(kind="vote.cast", state="not_required").count() == 2


def test_a_late_vote_is_refused(council):
    motion = opened(council)

    with pytest.raises(Refusal, match="is over"):
        say(motion, "Alpha", "for", at=DEADLINE)


def test_a_decision_is_neither_edited_nor_deleted_nor_reopened(council):
    motion = opened(council)
    motions.close_due(AFTER)
    motion.refresh_from_db()

    with pytest.raises(Forbidden, match="stands as it was taken"):
        motions.edit(motion, title="Other", by=motion.author, at=AFTER)
    with pytest.raises(Forbidden):
        motions.delete(motion, by=motion.author, at=AFTER)
    with pytest.raises(Refusal, match="is final"):
        motions.reopen(motion, by=motion.author, at=AFTER)
