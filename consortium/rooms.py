"""Votes in the room, by exception: "all for, Toshiba abstains" (E-04)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consortium import agendas, ballots, motions
from consortium.models import Meeting, Motion, RollLine, Seat
from consortium.moments import day_in
from journal import entries
from parties.models import Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def vote(
    meeting: Meeting,
    motion: Motion,
    choice: str,
    *,
    by: Person,
    at: datetime,
    exceptions: Mapping[Seat, str] | None = None,
) -> Motion:
    """Put a motion to the vote of those present, record how they voted, and close it.

    Every seat that is marked as present votes ``choice`` on every item, but for the exceptions. A motion that
    was open for votes in writing keeps the votes that were given. One that was on no agenda becomes a point of
    it, so that the minutes tell of the vote.

    :raises Invalid: for a motion of a body that does not meet here, or an exception that is not present.
    :raises Refusal: before the meeting is called, or with nobody of the motion's body present.
    """
    if not meeting.takes_record(at):
        raise Refusal(_("Votes are taken in a meeting that has been called and whose minutes are not approved."))
    if not meeting.tables.filter(body=motion.body_id).exists():
        raise Invalid(
            _("Motion %(number)s is one of %(body)s, which does not meet here.")
            % {"number": motion.number, "body": motion.body},
            field="motion",
        )
    if motion.is_draft:
        motion = motions.open(motion, by=by, at=at)
    said = exceptions or {}
    lines = _present(meeting, motion)
    strangers = [str(seat) for seat in said if seat.pk not in lines]
    if strangers:
        raise Invalid(
            _("Not present, or without a vote: %(seats)s.") % {"seats": ", ".join(strangers)}, field="present"
        )
    if not meeting.agenda.filter(motion=motion).exists():
        agendas.add(meeting, by=by, at=at, title=motion.title, motion=motion)
    differing = {lines[seat.pk]: what for seat, what in said.items()}
    for item in [None, *motion.items.filter(is_severed=True)]:
        ballots.by_exception(
            motion, choice, present=list(lines.values()), by=by, at=at, exceptions=differing, item=item
        )
    entries.record(meeting, "meeting.vote", by=by, at=at, motion=motion.number)
    return motions.close(motion, by=by, at=at, happened_at=_taken_at(meeting, at))


def _taken_at(meeting: Meeting, at: datetime) -> datetime:
    """Say when a vote was taken: now, or in the meeting where its day is over when it is recorded."""
    return at if day_in(meeting.zone, at) <= meeting.day else meeting.ends_at


def _present(meeting: Meeting, motion: Motion) -> dict[int, RollLine]:
    """Match the seats in the room with the lines of the motion's roll."""
    there = meeting.attendance.filter(seat__isnull=False).values("seat")
    rows = RollLine.objects.standing().filter(motion=motion, acting_seat__in=there)
    lines = {line.acting_seat_id: line for line in rows}
    if not lines:
        raise Refusal(_("Nobody of “%(body)s” is marked as present: take attendance first.") % {"body": motion.body})
    return lines
