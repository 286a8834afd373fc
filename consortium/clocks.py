"""What hour a meeting is for those concerned, and for whom it is too early or too late."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.models import Body, Seat
from web import deadlines

EARLIEST, LATEST = time(7), time(22)
"""Between these hours people are asked to meet; anything else is said before they are."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The hour of a meeting in one time zone, and how many of the bodies' people live there."""

    zone: str
    starts: datetime
    ends: datetime
    people: int
    names_day: bool
    """Whether it is on another day than where the meeting keeps its hour."""

    def __str__(self) -> str:
        style = "DATETIME_FORMAT" if self.names_day else "TIME_FORMAT"
        words = {"time": formats.date_format(self.starts, style), "place": deadlines.place(self.zone)}
        return _("%(time)s (%(place)s)") % words

    @property
    def is_odd(self) -> bool:
        """Whether any of it lies outside the hours in which people meet."""
        is_over_midnight = self.ends.date() != self.starts.date()
        return is_over_midnight or self.starts.time() < EARLIEST or self.ends.time() > LATEST

    @property
    def warning(self) -> str:
        """Say for whom it is too early or too late; nothing where it is neither."""
        if not self.is_odd:
            return ""
        hours = {"earliest": formats.time_format(EARLIEST), "latest": formats.time_format(LATEST), "hour": str(self)}
        if not self.people:
            return _("%(hour)s is outside %(earliest)s–%(latest)s.") % hours
        return ngettext(
            "%(hour)s is outside %(earliest)s–%(latest)s for %(people)d person.",
            "%(hour)s is outside %(earliest)s–%(latest)s for %(people)d people.",
            self.people,
        ) % {**hours, "people": self.people}


def clocks(bodies: Iterable[Body], starts_at: datetime, minutes: int, zone: str) -> list[Clock]:
    """List the meeting's own zone first, then those of the bodies and of whoever sits in them, each hour once."""
    bodies = list(bodies)
    own = starts_at.astimezone(ZoneInfo(zone))
    seats = Seat.objects.held().on(own.date()).filter(body__in=bodies)
    people = Counter(where for where, __ in set(seats.values_list("person__time_zone", "person")))
    zones = dict.fromkeys([zone, *(body.time_zone for body in bodies), *sorted(people)])
    found: dict[datetime, Clock] = {}
    for each in zones:
        starts = starts_at.astimezone(ZoneInfo(each))
        wall, known = starts.replace(tzinfo=None), found.get(starts.replace(tzinfo=None))
        found[wall] = Clock(
            known.zone if known else each,
            starts,
            starts + timedelta(minutes=minutes),
            people[each] + (known.people if known else 0),
            starts.date() != own.date(),
        )
    return list(found.values())


def warnings(bodies: Iterable[Body], starts_at: datetime, minutes: int, zone: str) -> list[str]:
    """Say for whom of the bodies the meeting is outside the hours in which people meet."""
    return [clock.warning for clock in clocks(bodies, starts_at, minutes, zone) if clock.is_odd]
