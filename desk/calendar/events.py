"""What stands on which day, for one reader, in the reader's own time zone."""

from calendar import MONDAY, Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consortium.models import Meeting
from desk import work
from duties.models import Duty
from parties.viewer import Viewer
from web import deadlines

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day: a meeting at its hour, or the end of a day by which something is owed."""

    title: str
    address: str
    at: datetime
    tone: str
    """``open`` for a meeting, ``waiting`` for one's own duty, ``late`` for an overdue one."""
    is_duty: bool = False

    @property
    def short(self) -> str:
        """The title without the month that it ends in: in a month's grid everything is of that month."""
        head, comma, tail = self.title.rpartition(", ")
        month = formats.date_format(timezone.localtime(self.at), "YEAR_MONTH_FORMAT")
        return head if comma and tail == month else self.title


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's grid."""

    day: date
    events: tuple[Event, ...]
    is_today: bool
    is_outside: bool
    """Whether it belongs to the month before or after, and only fills the week."""

    @property
    def words(self) -> str:
        """Name the day where it stands in a list: "Mon 3 August"."""
        return _named(self.day, get_language())


@lru_cache(maxsize=1024)
def _named(day: date, _language: str) -> str:
    names = {"weekday": formats.date_format(day, "D"), "day": formats.date_format(day, "MONTH_DAY_FORMAT")}
    return _("%(weekday)s %(day)s") % names


def events(viewer: Viewer, first: date, after: date) -> list[Event]:
    """List the reader's meetings and own duties from ``first`` until before ``after``."""
    zone = ZoneInfo(viewer.person.time_zone)
    start, end = (datetime.combine(day, time.min, zone) for day in (first, after))
    found = [*_meetings(viewer, start, end), *_duties(viewer, start, end)]
    return sorted(found, key=lambda event: (event.at, event.title))


def month(viewer: Viewer, day: date) -> list[list[Day]]:
    """Lay out the month that holds ``day`` as weeks from Monday on."""
    weeks = Calendar(MONDAY).monthdatescalendar(day.year, day.month)
    zone = ZoneInfo(viewer.person.time_zone)
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in events(viewer, weeks[0][0], weeks[-1][-1] + timedelta(days=1)):
        by_day[event.at.astimezone(zone).date()].append(event)
    today = viewer.now.astimezone(zone).date()
    return [[Day(each, tuple(by_day[each]), each == today, each.month != day.month) for each in week] for week in weeks]


def _meetings(viewer: Viewer, start: datetime, end: datetime) -> list[Event]:
    rows = (
        Meeting.objects.visible_to(viewer)
        .filter(starts_at__gte=start, starts_at__lt=end)
        .exclude(state=Meeting.State.CANCELLED)
        .values_list("title", "number", "starts_at")
    )
    slug = viewer.consortium.slug
    return [Event(title, f"/{slug}/meetings/{number}/", starts_at, "open") for title, number, starts_at in rows]


def _duties(viewer: Viewer, start: datetime, end: datetime) -> list[Event]:
    around = (start - A_DAY, end + A_DAY)
    owed = Duty.objects.open().owed_by(viewer).filter(due_at__range=around)
    falling = [duty for duty in owed.select_related("debtor", "subject") if work.falls_to(viewer, duty)]
    found = (
        Event(line.what, line.address, _ends(duty, start), "late" if line.is_late else "waiting", is_duty=True)
        for duty, line in zip(falling, work.lines(viewer, falling), strict=True)
    )
    return [event for event in found if start <= event.at < end]


def _ends(duty: Duty, start: datetime) -> datetime:
    """Give when a duty falls due; what ends at midnight somewhere stands on the day that ends."""
    if not duty.zone:
        return duty.due_at
    return datetime.combine(deadlines.last_day(duty.due_at, duty.zone), time.max, start.tzinfo)
