"""How often bodies must meet, as duties; and which duty a meeting discharges (EC-03, SC-02, TC-02, GOV-13).

The debtor is the body itself: its page shows what it owes, and the office, which sees every duty, chases it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from charter import editions
from charter.models import Edition
from consortium.models import Body, Meeting, MeetingBody
from consortium.moments import day_in
from duties import duties
from duties.duties import Owed
from duties.models import Duty
from duties.periods import add_months, midnight, period_of, periods
from journal.models import Entry
from parties.models import Consortium, Person
from web.compiled import Param, compiled

Period = tuple[date, date]
"""Half-open: the first day, and the day after the last."""

HOLD = "meeting.hold"
MONTHS = 13
"""How far duties reach ahead, and how far back a silence is made up for."""


def desired(consortium: Consortium, *, at: datetime) -> list[Owed]:
    """List the meetings that every body owes, one for each calendar period of its own time zone (E-19).

    From the period of the go-live day on, at most 13 months back, to 13 months ahead; without the periods
    that somebody has let a body off.
    """
    today = day_in(consortium.time_zone, at)
    until = add_months(today.replace(day=1), MONTHS)
    since = max(consortium.goes_live_on, add_months(today.replace(day=1), -MONTHS))
    stretch, spared = spans(consortium, since, until), let_off(consortium)
    return [
        _owed(body, turn.period)
        for body in Body.objects.open().filter(consortium=consortium).order_by("pk")
        for turn in turns(body, stretch, consortium.goes_live_on)
        if turn.is_owed and (body.subject_id, turn.period) not in spared
    ]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days under one edition of the charter."""

    first: date
    after: date
    charter: Any
    is_start: bool
    """Whether it begins the stretch that was asked for: then the period that holds its first day is owed."""


def spans(consortium: Consortium, since: date, until: date) -> list[Span]:
    """Cut a stretch of days at the days on which editions of the charter take effect."""
    days = [since, *_changes.rows(consortium, since=since, until=until)]
    return [
        Span(first, after, editions.in_force(consortium, first), first == since)
        for first, after in zip(days, [*days[1:], until], strict=True)
        if first < after
    ]


@dataclass(frozen=True, slots=True)
class Turn:
    """One period of a body, with its cadence by the charter of the period's first day."""

    cadence: Any
    period: Period
    is_owed: bool
    """False for a period that the body began in the midst of, where the charter does not ask for it."""


def turns(body: Body, stretch: Iterable[Span], goes_live_on: date) -> Iterator[Turn]:
    """Yield each period in which a body has a cadence, from the one on that holds its first day."""
    begins = max(goes_live_on, body.opened_on)
    for span in stretch:
        rule = span.charter.bodies.get(body.key)
        start = max(span.first, body.opened_on)
        if not rule or not rule.cadence or start >= span.after:
            continue
        for period in periods(start, span.after, rule.cadence.every):
            if period[0] >= span.first or span.is_start:
                yield Turn(rule.cadence, period, is_owed(period, begins, span.charter.meetings.first_period))


def is_owed(period: Period, begins: date, first_period: str) -> bool:
    """Whether a meeting is owed for a period, by what the charter says of the one that a body begins in.

    >>> is_owed((date(2026, 7, 1), date(2027, 1, 1)), date(2026, 12, 17), "half")
    False
    """
    if begins <= period[0] or first_period == "owed":
        return True
    return first_period == "half" and (period[1] - begins) * 2 >= period[1] - period[0]


def let_off(consortium: Consortium) -> set[tuple[int, Period]]:
    """Find the periods that somebody let a body off, by the body's subject."""
    return {(debtor, (period.lower, period.upper)) for debtor, period in _let_off.rows(consortium)}


@compiled
def _changes(consortium: Consortium) -> QuerySet:
    after, before = Param("since", DateField()), Param("until", DateField())
    changes = Edition.objects.filter(effective_from__gt=after, effective_from__lt=before)
    active = changes.filter(consortium=consortium, state=Edition.State.ACTIVE).order_by("effective_from")
    return active.values_list("effective_from", flat=True)


@compiled
def _let_off(consortium: Consortium) -> QuerySet:
    rows = Duty.objects.filter(consortium=consortium, kind=HOLD, state=Duty.State.WAIVED, settled_by__isnull=False)
    return rows.values_list("debtor_id", "period")


def end_missed(consortium: Consortium, *, at: datetime) -> None:
    """End as missed what is owed for periods that are over and in which the body did not meet (GOV-13).

    A meeting that was called and is still to be recorded, or whose minutes are to come, keeps the debt open.
    """
    over = Duty.objects.overdue(at).filter(consortium=consortium, kind=HOLD)
    called = Q(meeting__state=Meeting.State.CALLED, meeting__day__contained_by=OuterRef("period"))
    held = Q(held_on__contained_by=OuterRef("period"), has_quorum=True, counts=False)
    hoped_for = MeetingBody.objects.filter(called | held, body__subject=OuterRef("debtor"))
    duties.miss(over.exclude(Exists(hoped_for)), at=at, reason=_("The period ended without a meeting."))


def credit(meeting: Meeting, *, has_minutes: bool, by: Person | None, at: datetime, entry: Entry) -> None:
    """Let a held meeting count for the period of the day on which it was held, once it has what that takes (E-67).

    A joint session counts for each of its bodies (E-20). A further meeting in a period discharges nothing.
    """
    for table in meeting.tables.select_related("body"):
        charter = editions.in_force(meeting.consortium, table.held_on)
        wants = charter.meetings.counts_when
        if (wants.minutes and not has_minutes) or (wants.quorum and not table.has_quorum):
            continue
        MeetingBody.objects.filter(pk=table.pk).update(counts=True)
        rule = charter.bodies.get(table.body.key)
        if rule and rule.cadence:
            _discharge(meeting, table, charter, by=by, at=at, entry=entry)


def _discharge(
    meeting: Meeting, table: MeetingBody, charter: Any, *, by: Person | None, at: datetime, entry: Entry
) -> None:
    cadence = charter.bodies[table.body.key].cadence
    period = period_of(table.held_on, cadence.every)
    counted = MeetingBody.objects.filter(
        body=table.body, counts=True, held_on__gte=period[0], held_on__lt=period[1]
    ).count()
    if counted < cadence.at_least or period[1] <= meeting.consortium.goes_live_on:
        return
    begins = max(meeting.consortium.goes_live_on, table.body.opened_on)
    if is_owed(period, begins, charter.meetings.first_period):
        duties.owe(meeting.consortium, [_owed(table.body, period)], at=at)
    owed = Duty.objects.filter(debtor=table.body.subject, kind=HOLD, period=period)
    duties.reopen(owed.filter(state=Duty.State.MISSED))
    duties.discharge(owed, meeting.subject, by=by, at=at, met_at=meeting.held_at, entry=entry)


def _owed(body: Body, period: Period) -> Owed:
    return Owed(
        debtor_id=body.subject_id,
        subject_id=body.subject_id,
        kind=HOLD,
        due_at=midnight(period[1], body.time_zone),
        zone=body.time_zone,
        period=period,
        arises_at=midnight(period[0], body.time_zone),
        rule=f"bodies.{body.key}.cadence",
    )
