"""Whether bodies met as often as the charter asks: body by period, held, due, missed or upcoming (GOV-13).

Counted from what each meeting came to for its bodies, so it stands however late a duty was written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consortium import cadences
from consortium.cadences import Period, Turn
from consortium.models import Body, Meeting, MeetingBody
from consortium.moments import day_in
from duties.periods import MONTHS
from parties.models import Consortium
from parties.viewer import Viewer
from web.compiled import Param, compiled


class Standing(StrEnum):
    """How a body stands in one period."""

    HELD = "held"
    DUE = "due"
    MISSED = "missed"
    AWAITED = "awaited"
    UPCOMING = "upcoming"
    NOT_OWED = "not_owed"
    LET_OFF = "let_off"


LABELS = {
    Standing.HELD: gettext_lazy("Held"),
    Standing.DUE: pgettext_lazy("state", "Due"),
    Standing.MISSED: gettext_lazy("Missed"),
    Standing.AWAITED: gettext_lazy("Awaits minutes"),
    Standing.UPCOMING: gettext_lazy("Upcoming"),
    Standing.NOT_OWED: gettext_lazy("Not owed yet"),
    Standing.LET_OFF: gettext_lazy("Let off"),
}


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting as it stands for one body."""

    number: int
    title: str
    on: date
    is_held: bool
    counts: bool
    has_quorum: bool
    is_seen: bool = False
    """Whether the reader may open it; whoever may not learns its day and no more."""

    @property
    def awaits_minutes(self) -> bool:
        return self.is_held and self.has_quorum and not self.counts

    @property
    def lacks(self) -> str:
        """What a held meeting lacks to count."""
        if self.counts or not self.is_held:
            return ""
        return _("minutes are missing") if self.has_quorum else _("no quorum")


@dataclass(frozen=True, slots=True)
class Cell:
    """One body in one calendar period."""

    period: Period
    every: str
    owed: int
    standing: Standing
    meetings: tuple[Met, ...] = ()

    @property
    def counted(self) -> int:
        return sum(met.counts for met in self.meetings)

    @property
    def label(self) -> str:
        return named(self.period, self.every)

    @property
    def name(self) -> str:
        """Name the period with its year: "Q2 2026"; a year by itself."""
        return named_with_year(self.period, self.every)

    @property
    def standing_label(self) -> str:
        return str(LABELS[self.standing])


@dataclass(frozen=True, slots=True)
class Line:
    """One body through one year."""

    body: Body
    cells: tuple[Cell, ...]

    @property
    def owed(self) -> int:
        return sum(cell.owed for cell in self.cells)

    @property
    def met(self) -> int:
        """Meetings that cover what was owed: a second one in a period covers no other period."""
        return sum(min(cell.counted, cell.owed) for cell in self.cells)

    @property
    def missed(self) -> int:
        return sum(cell.owed - min(cell.counted, cell.owed) for cell in self.cells if cell.standing is Standing.MISSED)

    @property
    def words(self) -> str:
        """The badge: "1 of 2"; where nothing was owed, that."""
        if not self.owed:
            return _("nothing owed")
        return _("%(met)s of %(owed)s") % {"met": self.met, "owed": self.owed}


def year(
    consortium: Consortium,
    number: int,
    *,
    at: datetime,
    bodies: Iterable[Body] | None = None,
    viewer: Viewer | None = None,
) -> list[Line]:
    """Lay out every body that owes meetings against the periods of a calendar year.

    How often a body met is known to everybody; which meetings ``viewer`` may open is marked on each.
    """
    first, after = date(number, 1, 1), date(number + 1, 1, 1)
    chosen = list(bodies) if bodies is not None else _owing.rows(consortium, first=first, after=after)
    found = _meetings(consortium, first, after, viewer)
    spared = cadences.let_off(consortium)
    stretch = cadences.spans(consortium, max(first, consortium.goes_live_on), after)
    live = consortium.goes_live_on
    lines = (
        Line(body, tuple(_cells(body, cadences.turns(body, stretch, live), found[body.pk], spared, at)))
        for body in chosen
    )
    return [line for line in lines if line.cells]


def least(lines: Iterable[Line]) -> int:
    """Add up the meetings that the charter asks for in the year: 34 for ASRC."""
    return sum(line.owed for line in lines)


def next_gap(body: Body, *, at: datetime) -> Cell | None:
    """Find the first period, from the present one on, in which the body still owes a meeting that nobody planned."""
    today = day_in(body.time_zone, at)
    for number in (today.year, today.year + 1):
        for line in year(body.consortium, number, at=at, bodies=[body]):
            for cell in line.cells:
                planned = sum(met.counts or not met.is_held for met in cell.meetings)
                if cell.standing in (Standing.DUE, Standing.UPCOMING) and planned < cell.owed:
                    return cell
    return None


def judge(period: Period, meetings: Iterable[Met], owed: int, today: date) -> Standing:
    """Judge a period: how many meetings counted in it, how many were owed, and whether it is over."""
    counted = sum(met.counts for met in meetings)
    if counted >= owed:
        return Standing.HELD if counted else Standing.NOT_OWED
    if counted + sum(met.awaits_minutes for met in meetings) >= owed:
        return Standing.AWAITED
    if period[1] <= today:
        return Standing.MISSED
    return Standing.DUE if period[0] <= today else Standing.UPCOMING


def named(period: Period, every: str) -> str:
    """Name a calendar period: April, Q2, H1, 2026."""
    first = period[0]
    if every == "month":
        return formats.date_format(first, "F")
    if every == "year":
        return str(first.year)
    number = (first.month - 1) // MONTHS[every] + 1
    return _("Q%(number)s") % {"number": number} if every == "quarter" else _("H%(number)s") % {"number": number}


def named_with_year(period: Period, every: str) -> str:
    """Name a calendar period among those of several years: April 2026, Q2 2026, 2026."""
    first = period[0]
    if every == "month":
        return formats.date_format(first, "YEAR_MONTH_FORMAT")
    if every == "year":
        return str(first.year)
    return _("%(period)s %(year)s") % {"period": named(period, every), "year": first.year}


def _cells(body: Body, turns: Iterable[Turn], found: list[Met], spared: set, at: datetime) -> Iterator[Cell]:
    today = day_in(body.time_zone, at)
    for turn in turns:
        period, every = turn.period, turn.cadence.every
        meetings = tuple(met for met in found if period[0] <= met.on < period[1])
        owed = turn.cadence.at_least if turn.is_owed else 0
        standing = judge(period, meetings, owed, today)
        if standing is not Standing.HELD and (body.subject_id, period) in spared:
            yield Cell(period, every, 0, Standing.LET_OFF, meetings)
        else:
            yield Cell(period, every, owed, standing, meetings)


def _meetings(consortium: Consortium, first: date, after: date, viewer: Viewer | None) -> dict[int, list[Met]]:
    """Give each body's meetings of the year, held or still to come, by their day."""
    found: dict[int, list[Met]] = defaultdict(list)
    for row in _meeting_rows.rows(consortium, viewer, first=first, after=after):
        body, number, title, held_on, day, counts, has_quorum, is_seen = row
        found[body].append(Met(number, title, held_on or day, held_on is not None, counts, has_quorum, is_seen))
    return found


FIRST, AFTER = Param("first", DateField()), Param("after", DateField())


@compiled
def _owing(consortium: Consortium) -> QuerySet[Body]:
    there = Q(closed_on__isnull=True) | Q(closed_on__gt=FIRST)
    return Body.objects.filter(there, consortium=consortium, opened_on__lt=AFTER).exclude(kind=Body.Kind.OFFICE)


@compiled
def _meeting_rows(consortium: Consortium, viewer: Viewer | None) -> QuerySet:
    held = Q(held_on__gte=FIRST, held_on__lt=AFTER)
    ahead = Q(meeting__state__in=[Meeting.State.PLANNED, Meeting.State.CALLED], meeting__day__gte=FIRST)
    seen = Meeting.objects.visible_to(viewer) if viewer else Meeting.objects.none()
    return (
        MeetingBody.objects.filter(held | (ahead & Q(meeting__day__lt=AFTER)), consortium=consortium)
        .order_by("meeting__starts_at")
        .annotate(is_seen=Exists(seen.filter(pk=OuterRef("meeting_id"))))
        .values_list(
            "body_id",
            "meeting__number",
            "meeting__title",
            "held_on",
            "meeting__day",
            "counts",
            "has_quorum",
            "is_seen",
        )
    )
