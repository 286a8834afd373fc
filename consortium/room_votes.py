"""Votes in the room of a meeting: previewed, then recorded "by exception" for the seats that have not voted (E-04)."""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from consortium import agendas, ballots, motions, outcomes, procedures
from consortium.counting import Voice
from consortium.models import Ballot, Item, Meeting, Motion, Recusal, RollLine, RoomVote, RoomVoter, Seat
from consortium.moments import day_in
from consortium.outcomes import Standing
from duties import notices
from journal import entries
from journal.entries import Fact
from journal.models import Entry
from membership.models import Member
from parties.models import Person
from parties.refusals import Invalid, Refusal


@dataclass(frozen=True, slots=True)
class Said:
    """How the room voted on one question: everybody ``choice``, but for the exceptions."""

    choice: str
    exceptions: Mapping[Seat, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What recording a vote will do. Votes that were cast in writing are counted and, while hidden, not told."""

    motion: Motion
    standing: list[Standing]
    entered: dict[RollLine, dict[Item, str]]
    """The votes that the record enters: those of seats here that have not voted themselves."""
    kept: list[RollLine]
    """Seats here that have voted: their votes stay as they are."""
    suspended: list[RollLine]
    """Seats here whose company's rights are suspended: they have no vote (E-08)."""
    absent: list[RollLine]
    """Seats that are not here and have not voted: they lose their vote if it ends now."""
    is_on_agenda: bool
    is_in_writing: bool
    """Whether votes may be given until a deadline: ending it now is a choice of its own."""
    meeting: Meeting
    sitting: dict[int, int]
    """Who sits in which seat."""

    @property
    def seen(self) -> str:
        """A signature of all that, by which whoever records the vote shows what they have looked at."""
        seats = [sorted(line.seat_id for line in lines) for lines in (self.kept, self.suspended, self.absent)]
        words = [self.motion.title, self.motion.text, *((each.item.title, each.item.text) for each in self.standing)]
        entered = sorted(
            [line.seat_id, item.position, choice]
            for line, said in self.entered.items()
            for item, choice in said.items()
        )
        where = [self.meeting.pk, sorted(self.sitting.items()), self.is_on_agenda, self.is_in_writing]
        facts = [self.motion.pk, words, entered, *seats, *where]
        return salted_hmac("room vote", json.dumps(facts), algorithm="sha256").hexdigest()


def preview(meeting: Meeting, motion: Motion, said: Mapping[Item | None, Said], *, by: Person, at: datetime) -> Preview:
    """Say what `vote` would do, and do nothing.

    :raises Refusal: as `vote`.
    """
    with transaction.atomic():
        found = _lay_out(meeting, motion, said, by=by, at=at)[0]
        transaction.set_rollback(True)
    return found


@transaction.atomic
def vote(
    meeting: Meeting,
    motion: Motion,
    said: Mapping[Item | None, Said],
    *,
    seen: str,
    by: Person,
    at: datetime,
    ends_vote: bool | None = None,
) -> RoomVote:
    """Record how those present voted on a motion; a seat that has voted itself keeps its vote.

    ``said`` tells how they voted on the slate (under ``None``) and on each item by itself. A draft is put to the vote
    first. A motion voted on in the meeting alone is closed; one that is open in writing is closed only where
    ``ends_vote`` says so, and whoever has not voted is told. One that was on no agenda becomes an item of it.
    ``seen`` is `Preview.seen`: nobody records what they have not looked at.

    :raises Invalid: for a motion of a body that does not meet here, an exception that is not present, an item on which
        nothing is said, or a vote in writing where it is not said whether it ends.
    :raises Refusal: before the meeting has begun, with nobody of the body present, or where something changed since
        the preview.
    """
    plan, slate = _lay_out(meeting, motion, said, by=by, at=at)
    motion = plan.motion
    if plan.seen != seen:
        raise Refusal(_("Something has changed since you looked. Check the result again, then record it."))
    if plan.is_in_writing and ends_vote is None:
        raise Invalid(
            _("Choose whether the vote in writing goes on until its deadline or ends now."), field="ends_vote"
        )
    ends = not plan.is_in_writing or bool(ends_vote)
    entry = _note(meeting, plan, ends=ends, by=by, at=at)
    record = RoomVote.objects.create(
        consortium_id=meeting.consortium_id,
        meeting=meeting,
        motion=motion,
        recorded_by=by,
        recorded_at=at,
        ended_early=ends and plan.is_in_writing,
        entry=entry,
    )
    RoomVoter.objects.bulk_create(
        RoomVoter(
            consortium_id=meeting.consortium_id,
            vote=record,
            line=line,
            person_id=plan.sitting[line.acting_seat_id],
            is_recorded=line in plan.entered,
        )
        for line in [*plan.entered, *plan.kept]
    )
    ballots.record(motion, plan.entered, slate=slate, by=by, at=at, entry=entry)
    if not plan.is_on_agenda:
        agendas.add(meeting, by=by, at=at, title=motion.title, motion=motion)
    _tell(record, plan, at=at)
    if ends:
        taken_at = _taken_at(meeting, at)
        motions.close(motion, by=by, at=at, happened_at=taken_at, is_cut_short=plan.is_in_writing)
    return record


def marked(items: QuerySet[Item]) -> QuerySet[Item]:
    """Mark decisions whose votes were recorded in a meeting, as ``recorded_by``: the name of whoever did, or ""."""
    records = RoomVote.objects.filter(motion=OuterRef("motion")).order_by("pk").values("recorded_by__name")
    return items.annotate(recorded_by=Coalesce(Subquery(records[:1]), Value("")))


def _lay_out(
    meeting: Meeting, motion: Motion, said: Mapping[Item | None, Said], *, by: Person, at: datetime
) -> tuple[Preview, list[Item]]:
    """Lock what the vote rests on and lay out what recording it does, with the slate."""
    motion = Motion.objects.select_related("body", "subject", "consortium").get(pk=motion.pk)
    entries.lock(motion.body)
    entries.lock(motion)
    entries.lock(meeting)
    _check(meeting, motion, at)
    is_in_writing = motion.is_open and motion.is_in_writing
    if motion.is_draft:
        motion = motions.open(motion, by=by, at=at)
    motions.require_voting(motion, at)
    items = list(motion.items.select_related("subject"))
    questions, slate = _questions(items, said)
    there = dict(meeting.attendance.filter(seat__isnull=False).values_list("seat", "person"))
    roll = list(
        motion.roll.standing()
        .select_related("acting_seat__person", "acting_seat__member", "organisation")
        .order_by("organisation__name", "pk")
    )
    here = [line for line in roll if line.acting_seat_id in there]
    if not here:
        raise Refusal(_("Nobody of “%(body)s” is marked as present: take attendance first.") % {"body": motion.body})
    suspended = [line for line in here if _is_suspended(line)]
    present = [line for line in here if line not in suspended]
    _check_exceptions(questions, present)
    ballots_cast = Ballot.objects.filter(item__motion=motion).values_list("line_id", "item_id", "choice")
    cast = {(line, item): choice for line, item, choice in ballots_cast}
    recused = set(Recusal.objects.filter(item__motion=motion).values_list("line_id", "item_id"))
    entered = _entered(questions, present, {*cast, *recused})
    kept = [line for line in present if line not in entered]
    absent = [line for line in roll if line not in here and line.voted_at is None]
    voices = _voices(items, roll, entered, cast, recused)
    hidden = set() if procedures.shows_count(motion) else set(cast)
    unknown = {item: [at for at, line in enumerate(roll) if (line.pk, item.pk) in hidden] for item in items}
    rule = outcomes.rule_of(motion)
    plan = Preview(
        motion=motion,
        standing=[outcomes.projected(item, voices[item], unknown[item], rule) for item in items],
        entered=entered,
        kept=kept,
        suspended=suspended,
        absent=absent,
        is_on_agenda=meeting.agenda.filter(motion=motion).exists(),
        is_in_writing=is_in_writing,
        meeting=meeting,
        sitting=there,
    )
    return plan, slate


def _check(meeting: Meeting, motion: Motion, at: datetime) -> None:
    if not meeting.tables.filter(body=motion.body_id).exists():
        raise Invalid(
            _("Motion %(number)s is one of %(body)s, which does not meet here.")
            % {"number": motion.number, "body": motion.body},
            field="motion",
        )
    if not meeting.takes_votes(at):
        raise Refusal(_("Votes are recorded from the time a meeting begins until its minutes are circulated."))
    if not meeting.invitations.exists():
        raise Refusal(_("Nobody was invited to this meeting: votes are recorded only where everybody could come."))
    if motion.is_open and motion.opened_at > (meeting.ends_at if meeting.is_held else _taken_at(meeting, at)):
        raise Refusal(
            _("Voting on “%(motion)s” opened after this meeting was over: it was not voted on here.")
            % {"motion": motion}
        )


def _questions(items: list[Item], said: Mapping[Item | None, Said]) -> tuple[list[tuple[list[Item], Said]], list[Item]]:
    """Pair what was said with the items that it was said on, the slate last; and give the slate."""
    by_item = {item.pk: said[item] for item in said if item is not None}
    strange = set(by_item) - {item.pk for item in items}
    if strange:
        raise Invalid(_("One of the items named is not an item of this motion."), field="items")
    slate = [item for item in items if item.pk not in by_item and not item.is_severed]
    silent = [item for item in items if item.pk not in by_item and (item.is_severed or None not in said)]
    if silent:
        raise Invalid(_("Choose how those present voted on “%(item)s”.") % {"item": silent[0]}, field="choice")
    questions = [([item], by_item[item.pk]) for item in items if item.pk in by_item]
    if slate:
        questions.append((slate, said[None]))
    if any({each.choice, *each.exceptions.values()} - set(Ballot.Choice.values) for __, each in questions):
        raise Invalid(_("Choose for, against or abstain."), field="choice")
    return questions, slate


def _check_exceptions(questions: Iterable[tuple[list[Item], Said]], present: Iterable[RollLine]) -> None:
    seats = {line.acting_seat_id for line in present}
    strangers = {str(seat) for __, said in questions for seat in said.exceptions if seat.pk not in seats}
    if strangers:
        raise Invalid(
            _("Not present, or without a vote: %(seats)s.") % {"seats": ", ".join(sorted(strangers))}, field="present"
        )


def _entered(
    questions: Iterable[tuple[list[Item], Said]], present: Iterable[RollLine], settled: Container[tuple[int, int]]
) -> dict[RollLine, dict[Item, str]]:
    """Give what each seat here says on the items on which it has neither voted nor recused itself."""
    entered: dict[RollLine, dict[Item, str]] = {}
    for line in present:
        for items, said in questions:
            differing = {seat.pk: choice for seat, choice in said.exceptions.items()}
            for item in items:
                if (line.pk, item.pk) not in settled:
                    entered.setdefault(line, {})[item] = differing.get(line.acting_seat_id, said.choice)
    return entered


def _voices(
    items: Iterable[Item],
    roll: Sequence[RollLine],
    entered: Mapping[RollLine, Mapping[Item, str]],
    cast: Mapping[tuple[int, int], str],
    recused: Container[tuple[int, int]],
) -> dict[Item, list[Voice]]:
    return {
        item: [
            Voice(
                line.weight,
                entered.get(line, {}).get(item) or cast.get((line.pk, item.pk), ""),
                (line.pk, item.pk) in recused,
                line.is_chair,
            )
            for line in roll
        ]
        for item in items
    }


def _is_suspended(line: RollLine) -> bool:
    member = line.acting_seat.member
    return bool(member and member.state == Member.State.SUSPENDED)


def _note(meeting: Meeting, plan: Preview, *, ends: bool, by: Person, at: datetime) -> Entry:
    """Write into the journals of the motion and the meeting who recorded what; answer the motion's entry."""
    choices = {
        line.acting_seat.number: {item.number: choice for item, choice in said.items()}
        for line, said in plan.entered.items()
    }
    facts = {
        "seats": sorted(choices),
        "kept": sorted(line.acting_seat.number for line in plan.kept),
        "ends": ends,
    }
    fact = partial(Fact, verb="meeting.vote", by=by, at=at, rule="E-04", happened_at=_taken_at(meeting, at))
    of_motion, __ = entries.record_many(
        [
            fact(plan.motion.subject, facts={"meeting": meeting.number, **facts}, words={"choices": choices}),
            fact(meeting.subject, facts={"motion": plan.motion.number, **facts}),
        ]
    )
    return of_motion


def _tell(record: RoomVote, plan: Preview, *, at: datetime) -> None:
    """Tell everybody whose vote was recorded, holder and alternate; and whoever can no longer vote."""
    recorded = {line.acting_seat.person_id for line in plan.entered}
    recorded |= {plan.sitting[line.acting_seat_id] for line in plan.entered}
    told = {"title": plan.motion.title, "meeting": record.meeting.title, "by": record.recorded_by.name}
    tell = partial(notices.tell, subject=plan.motion.subject, at=at, address=plan.motion.get_absolute_url(), **told)
    tell(recorded, kind="ballot.recorded", key=f"ballot.recorded:{record.pk}")
    if record.ended_early:
        cut_off = {line.acting_seat.person_id for line in plan.absent}
        tell(cut_off, kind="motion.cut_short", key=f"motion.cut_short:{record.pk}")


def _taken_at(meeting: Meeting, at: datetime) -> datetime:
    """Say when a vote was taken: now, or in the meeting where its day is over when it is recorded."""
    return at if day_in(meeting.zone, at) <= meeting.day else meeting.ends_at
