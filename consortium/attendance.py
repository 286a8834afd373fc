"""Attendance: who is in the room, and whether that is a quorum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import floor
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, DateField
from django.utils.translation import gettext as _

from charter import editions
from consortium import procedures
from consortium.models import Alternate, Attendance, Body, Meeting, MeetingBody, Seat
from consortium.models.seats import SeatQuerySet
from consortium.moments import day_in
from journal import entries
from parties.models import Person
from parties.refusals import Invalid, Refusal
from web.compiled import Param, compiled


@dataclass(frozen=True, slots=True)
class Quorum:
    """Seats there and seats needed, counted by heads or by weight."""

    present: Decimal
    needed: Decimal
    """The least that is more than the charter's share."""
    of: Decimal

    @property
    def is_met(self) -> bool:
        return self.present >= self.needed

    @property
    def missing(self) -> Decimal:
        return max(self.needed - self.present, Decimal(0))


def quorum(
    present: Iterable[Decimal], seats: Iterable[Decimal], share: Decimal | None, *, by_weight: bool = False
) -> Quorum:
    """Compare the weights of the seats present with those of all seats: more than ``share`` is a quorum (E-04).

    A body that votes on nothing has no share, and whoever comes is enough.

    >>> quorum([Decimal(1)] * 6, [Decimal(1)] * 9, Decimal("0.5")).needed
    Decimal('5')
    """
    there, whole = (list(present), list(seats))
    count = (
        (sum(there, Decimal(0)), sum(whole, Decimal(0))) if by_weight else (Decimal(len(there)), Decimal(len(whole)))
    )
    needed = Decimal(0) if share is None else Decimal(floor(share * count[1]) + 1)
    return Quorum(present=count[0], needed=needed, of=count[1])


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a meeting was conducted, as it was recorded in the room."""

    chaired_by: Person | None = None
    had_reminder: bool = False
    """Whether participants were reminded of the antitrust policy (E-41)."""


@transaction.atomic
def mark(
    meeting: Meeting,
    present: Mapping[Seat, Person],
    guests: Iterable[Person] = (),
    *,
    by: Person | None,
    at: datetime,
    conduct: Conduct | None = None,
) -> None:
    """Record who sits in which seat, which guests are there, and how it is conducted. The last record stands.

    Without ``conduct`` what was recorded of it stays, but for a chair who is no longer among those present.

    :raises Invalid: for somebody who is neither the seat's holder nor its named alternate, a seat elsewhere, or a
        chair who is not there.
    :raises Refusal: before the meeting is called or has begun, or once its minutes have gone out.
    """
    entries.lock(meeting)
    if not meeting.takes_record(at):
        raise Refusal(_("Attendance is taken from the time that a meeting is called until its minutes are approved."))
    record = getattr(meeting, "record", None)
    if record and record.circulated_at:
        raise Refusal(_("The minutes have gone out with this attendance; what is wrong in it is corrected in them."))
    day = day_in(meeting.zone, meeting.held_at or meeting.starts_at)
    _check(meeting, present, day)
    _conduct(meeting, conduct or _kept_conduct(meeting, present), set(present.values()))
    meeting.attendance.all().delete()
    rows = [
        Attendance(
            consortium_id=meeting.consortium_id,
            meeting=meeting,
            seat=seat,
            person=person,
            is_alternate=person.pk != seat.person_id,
        )
        for seat, person in present.items()
    ]
    seated = {row.person_id for row in rows}
    rows += [
        Attendance(consortium_id=meeting.consortium_id, meeting=meeting, person=guest)
        for guest in {guest.pk: guest for guest in guests}.values()
        if guest.pk not in seated
    ]
    Attendance.objects.bulk_create(rows)
    entries.record(
        meeting,
        "meeting.attend",
        by=by,
        at=at,
        seats=sorted(seat.number for seat in present),
        guests=len(rows) - len(present),
        is_chaired=meeting.chaired_by_id is not None,
        had_reminder=meeting.had_reminder,
    )
    if meeting.is_held:
        settle(meeting)


def _kept_conduct(meeting: Meeting, present: Mapping[Seat, Person]) -> Conduct:
    chair = meeting.chaired_by if meeting.chaired_by in present.values() else None
    return Conduct(chair, meeting.had_reminder)


def _conduct(meeting: Meeting, conduct: Conduct, seated: set[Person]) -> None:
    if conduct.chaired_by and conduct.chaired_by not in seated:
        raise Invalid(
            _("%(person)s is not marked as present in a seat; whoever is in the chair is there.")
            % {"person": conduct.chaired_by},
            field="chair",
        )
    meeting.chaired_by, meeting.had_reminder = conduct.chaired_by, conduct.had_reminder
    meeting.save(update_fields=["chaired_by", "had_reminder"])


def settle(meeting: Meeting) -> None:
    """Write down for each body of a held meeting the day that it counts on and whether it had its quorum."""
    tables = list(meeting.tables.select_related("body"))
    for table in tables:
        count = of_body(meeting, table.body)
        table.held_on = day_in(table.body.time_zone, meeting.held_at)
        table.seats_present, table.seats_needed, table.seats_held = int(count.present), int(count.needed), int(count.of)
        table.has_quorum = count.is_met
    MeetingBody.objects.bulk_update(tables, ["held_on", "seats_present", "seats_needed", "seats_held", "has_quorum"])


def of_body(meeting: Meeting, body: Body) -> Quorum:
    """Count the seats of a body that are in the room against its quorum."""
    there = set(meeting.attendance.filter(seat__body=body).values_list("seat_id", flat=True))
    return among(meeting, body, there)


def among(meeting: Meeting, body: Body, seats: set[int]) -> Quorum:
    """Count the given seats of a body against the quorum that the charter asks for on the meeting's day."""
    day = day_in(body.time_zone, meeting.held_at or meeting.starts_at)
    procedure = procedures.of(body, editions.in_force(meeting.consortium, day))
    voting = dict(ENTITLED.rows(body=body.pk, day=day))
    return quorum(
        [weight for pk, weight in voting.items() if pk in seats],
        voting.values(),
        procedure.quorum,
        by_weight=procedure.quorum_counts == "weight",
    )


def entitled(body: Any, day: Any) -> SeatQuerySet:
    """Seats that make up the whole of a body on a day: those that vote."""
    return Seat.objects.on(day).voting().filter(body=body)


ENTITLED = compiled(
    lambda: entitled(Param("body", BigIntegerField()), Param("day", DateField())).values_list("pk", "weight")
)


def _check(meeting: Meeting, present: Mapping[Seat, Person], day: date) -> None:
    bodies = set(meeting.tables.values_list("body_id", flat=True))
    named = set(Alternate.objects.filter(seat__in=present, during__contains=day).values_list("seat_id", "person_id"))
    for seat, person in present.items():
        if seat.body_id not in bodies:
            raise Invalid(_("%(seat)s: not a seat of a body that meets here.") % {"seat": seat}, field="present")
        if person.pk != seat.person_id and (seat.pk, person.pk) not in named:
            raise Invalid(
                _("%(person)s is neither the holder nor the named alternate of the seat of %(holder)s.")
                % {"person": person, "holder": seat.person},
                field="present",
            )
