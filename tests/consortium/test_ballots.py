"""Ballots: who casts them, what severing and recusal do, and votes in the room."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from consortium import ballots, groups, motions, seats
from consortium.access import motions as access
from consortium.models import Item
from consortium.motions import NewItem
from desk.viewers import viewer_of
from duties.models import Duty, Notice
from membership.models import Assistance, Member
from parties.refusals import Refusal
from tests.factories.consortium import asrc_document, body, company, employee, founded, officer, seated
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
DEADLINE = NOON + timedelta(days=7)
AFTER = DEADLINE + timedelta(minutes=1)


def council(names="Alpha Beta Gamma", **changes):
    """The council of a consortium whose charter says ``changes``, with these companies in it."""
    place = body(founded(document=asrc_document(**changes)), "ec")
    for name in names.split():
        seated(place, company(place.consortium, name), "cto", f"{name} CTO")
    return place


def opened(place, *items):
    by = place.seats.first().person
    motion = motions.draft(place, title="A question", items=[NewItem(i) for i in items or ["One"]], by=by, at=NOON)
    return motions.open(motion, closes_at=DEADLINE, by=by, at=NOON)


def line_of(motion, name):
    return motion.roll.select_related("acting_seat__person").get(acting_seat__person__name=f"{name} CTO")


def say(motion, name, choice, at=NOON):
    line = line_of(motion, name)
    return ballots.cast(motion, line, slate=choice, by=line.acting_seat.person, at=at)


def outcome(motion):
    motions.close_due(AFTER)
    return [item.state for item in motion.items.all()]


def test_a_double_click_changes_nothing():
    motion = opened(council())

    first, second = say(motion, "Alpha", "for"), say(motion, "Alpha", "for")

    assert (len(first), second) == (1, [])
    assert motion.subject.entries.filter(verb="ballot.cast").count() == 1


def test_a_vote_is_changed_until_the_close():
    motion = opened(council())
    say(motion, "Alpha", "for")
    say(motion, "Beta", "for")

    say(motion, "Alpha", "against")

    assert outcome(motion) == [Item.State.LOST]


def test_the_journal_keeps_votes_out_of_the_chain():
    motion = opened(council())
    say(motion, "Alpha", "against")

    entry = motion.subject.entries.get(verb="ballot.cast")

    assert "against" not in str(entry.facts)
    assert "against" in str(entry.particulars.words)


def test_a_severed_item_needs_a_vote_of_its_own_and_keeps_those_already_cast():
    motion = opened(council(), "One", "Two", "Three")
    say(motion, "Alpha", "for")
    item = motion.items.get(title="Two")
    motions.sever(item, line_of(motion, "Beta"), by=line_of(motion, "Beta").acting_seat.person, at=NOON)

    say(motion, "Beta", "for")
    say(motion, "Gamma", "for")

    assert [item.ballots.count() for item in motion.items.all()] == [3, 1, 3]
    assert Notice.objects.filter(kind="motion.severed").count() == 3
    assert Duty.objects.open().filter(kind="vote.cast").count() == 2
    assert outcome(motion) == [Item.State.CARRIED, Item.State.NO_QUORUM, Item.State.CARRIED]


def test_a_severed_item_is_lost_by_itself():
    motion = opened(council(), "One", "Two")
    item = motion.items.get(title="Two")
    motions.sever(item, line_of(motion, "Beta"), by=line_of(motion, "Beta").acting_seat.person, at=NOON)
    for name in ("Alpha", "Beta", "Gamma"):
        line = line_of(motion, name)
        ballots.cast(motion, line, {item: "against"}, slate="for", by=line.acting_seat.person, at=NOON)

    assert outcome(motion) == [Item.State.CARRIED, Item.State.LOST]


def test_nothing_is_severed_from_a_motion_of_one_item_nor_twice():
    motion = opened(council(), "One", "Two")
    line = line_of(motion, "Alpha")
    item = motion.items.first()
    motions.sever(item, line, by=line.acting_seat.person, at=NOON)

    with pytest.raises(Refusal, match="by itself already"):
        motions.sever(item, line, by=line.acting_seat.person, at=NOON)


@pytest.mark.parametrize(
    ("rule", "state"), [("counts_for_quorum", Item.State.CARRIED), ("reduces_quorum", Item.State.CARRIED)]
)
def test_a_recusal_leaves_the_count_as_the_charter_says(rule, state):
    motion = opened(council("Alpha Beta", bodies__ec__recusal=rule))
    line = line_of(motion, "Beta")
    ballots.recuse(motion, line, reason="Our own project", by=line.acting_seat.person, at=NOON)
    say(motion, "Alpha", "for")

    assert outcome(motion) == [state]
    assert motion.items.get().roll_size == (2 if rule == "counts_for_quorum" else 1)


def test_recusal_takes_back_a_vote_and_bars_another_until_it_is_undone():
    motion = opened(council())
    line, item = line_of(motion, "Alpha"), motion.items.get()
    by = line.acting_seat.person
    say(motion, "Alpha", "for")
    ballots.recuse(motion, line, reason="Our own project", by=by, at=NOON)

    with pytest.raises(Refusal, match="stepped aside"):
        ballots.cast(motion, line, {item: "for"}, by=by, at=NOON)
    ballots.rejoin(motion, line, item, by=by, at=NOON)
    assert Duty.objects.open().filter(kind="vote.cast", debtor=line.acting_seat.subject).exists()
    ballots.cast(motion, line, {item: "against"}, by=by, at=NOON)

    assert item.ballots.get().choice == "against"


def test_a_suspended_company_is_not_on_the_roll_and_loses_its_vote_when_suspended_later():
    """E-08."""
    place = council()
    Member.objects.filter(organisation__name="Gamma").update(state=Member.State.SUSPENDED)
    motion = opened(place)
    Member.objects.filter(organisation__name="Beta").update(state=Member.State.SUSPENDED)

    assert motion.roll.count() == 2
    with pytest.raises(Refusal, match="rights of Beta are suspended"):
        say(motion, "Beta", "for")


def test_an_alternate_votes_and_does_not_overrule_the_holder():
    place = council()
    motion = opened(place)
    line = line_of(motion, "Alpha")
    deputy = employee(line.acting_seat.member, "cto")
    seats.name_alternate(line.acting_seat, deputy, by=line.acting_seat.person, at=NOON)

    assert access.can_cast(viewer_of(deputy, place.consortium, NOON), line)
    ballots.cast(motion, line, slate="for", by=deputy, at=NOON)
    say(motion, "Alpha", "against")

    assert Notice.objects.filter(kind="ballot.cast_for_you", person=line.acting_seat.person).count() == 1
    with pytest.raises(Refusal, match="has voted already"):
        ballots.cast(motion, line, slate="for", by=deputy, at=NOON)
    with pytest.raises(Refusal, match="has voted already"):
        ballots.recuse(motion, line, reason="Our own project", by=deputy, at=NOON)
    assert line.ballots.get().choice == "against"


def test_an_alternate_gets_round_no_conflict_of_the_holder():
    motion = opened(council())
    line = line_of(motion, "Alpha")
    deputy = employee(line.acting_seat.member, "cto")
    seats.name_alternate(line.acting_seat, deputy, by=line.acting_seat.person, at=NOON)
    ballots.recuse(motion, line, reason="Our own project", by=line.acting_seat.person, at=NOON)

    with pytest.raises(Refusal, match="who holds the seat, takes part in"):
        ballots.rejoin(motion, line, motion.items.get(), by=deputy, at=NOON)
    with pytest.raises(Refusal, match="stepped aside"):
        ballots.cast(motion, line, {motion.items.get(): "for"}, by=deputy, at=NOON)
    assert line.recusals.count() == 1


def test_assistants_and_the_office_never_vote():
    place = council()
    motion = opened(place)
    holder, assistant = place.seats.first().person, PersonFactory()
    Assistance.objects.create(
        consortium=place.consortium, person=holder, assistant=assistant, during=DateRange(date(2026, 1, 1), None)
    )

    for person in (assistant, officer(place.consortium)):
        assert not access.can_vote(viewer_of(person, place.consortium, NOON), motion)


def test_t_asrc_7_guests_of_a_working_group_have_no_vote():
    """WG-03: three of the committee vote two to one; the four guests stand on no roll."""
    consortium = founded()
    committee = body(consortium, "tc_us")
    people = [seated(committee, company(consortium, n), "technical_lead", f"{n} CTO").person for n in "ABC"]
    acting = {"by": people[0], "at": NOON}
    group = groups.set_up(
        committee, "system", name="HAMR", purpose="Heat-assisted recording", lead=people[0], system="HAMR", **acting
    )
    for person in people[1:]:
        groups.add_member(group, person, **acting)
    guests = [groups.add_guest(group, PersonFactory(), **acting).person for _ in range(4)]
    motion = opened(group)
    for name, choice in zip("ABC", ("for", "for", "against"), strict=True):
        say(motion, name, choice)

    may_vote = [bool(access.can_vote(viewer_of(person, consortium, NOON), motion)) for person in (*people, *guests)]

    assert may_vote == [True] * 3 + [False] * 4
    assert outcome(motion) == [Item.State.CARRIED]
    assert (motion.items.get().for_weight, motion.items.get().against_weight) == (2, 1)


@pytest.mark.parametrize(
    ("rule", "state", "roll"),
    [("strike", Item.State.CARRIED, 2), ("keep", Item.State.LOST, 3), ("successor", Item.State.LOST, 3)],
)
def test_a_seat_that_ends_leaves_its_line_as_the_charter_says(rule, state, roll):
    place = council(bodies__ec__seat_end=rule)
    motion = opened(place)
    say(motion, "Alpha", "for")
    say(motion, "Beta", "abstain")
    say(motion, "Gamma", "against")

    seats.end(line_of(motion, "Gamma").acting_seat, reason="resigned", by=None, at=NOON + timedelta(days=1))

    assert outcome(motion) == [state]
    assert motion.items.get().roll_size == roll


def test_a_successor_takes_over_the_line_and_owes_the_vote():
    place = council(bodies__ec__seat_end="successor")
    motion = opened(place)
    seat = line_of(motion, "Gamma").acting_seat
    later = NOON + timedelta(days=1)
    seats.end(seat, reason="resigned", by=None, at=later)
    successor = seated(place, seat.member, "cto", "New CTO", at=later)

    line = line_of(motion, "New")
    ballots.cast(motion, line, slate="for", by=successor.person, at=later)

    assert (line.seat, line.acting_seat) == (seat, successor)
    assert Duty.objects.get(debtor=successor.subject, kind="vote.cast").state == Duty.State.DONE
    assert Duty.objects.get(debtor=seat.subject, kind="vote.cast").state == Duty.State.NOT_REQUIRED
