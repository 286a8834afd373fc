"""How a moment is said: in the reader's time zone, which is named, and beside it in another one where that differs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from web import deadlines


def here() -> str:
    """Name the zone in which the reader is shown moments."""
    return deadlines.place(timezone.get_current_timezone_name())


def moment(at: datetime, zone: str = "") -> str:
    """Say a moment: "3 Jun 2026, 18:00 (Los Angeles) = 4 Jun 2026, 10:00 (Tokyo)".

    ``zone`` is where the thing itself keeps its hour; it is named where its clocks show another hour.
    """
    return _beside(_in_zone(formats.date_format(timezone.localtime(at), "DATETIME_FORMAT"), here()), at, zone)


def span(starts: datetime, ends: datetime, zone: str = "") -> str:
    """Say from when to when: "Wednesday, 3 Jun 2026, 18:00–20:00 (Los Angeles) = 4 Jun 2026, 10:00 (Tokyo)"."""
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    style = "TIME_FORMAT" if first.date() == last.date() else "DATETIME_FORMAT"
    said = _("%(weekday)s, %(start)s–%(end)s") % {
        "weekday": formats.date_format(first, "l"),
        "start": formats.date_format(first, "DATETIME_FORMAT"),
        "end": formats.date_format(last, style),
    }
    return _beside(_in_zone(said, here()), starts, zone)


def elsewhere(at: datetime, zone: str) -> str:
    """Say the moment where the thing itself keeps its hour; nothing where the reader's clocks show the same.

    The day is left out where it is the same for both.
    """
    mine, theirs = timezone.localtime(at), at.astimezone(ZoneInfo(zone)) if zone else None
    if theirs is None or mine.replace(tzinfo=None) == theirs.replace(tzinfo=None):
        return ""
    style = "TIME_FORMAT" if mine.date() == theirs.date() else "DATETIME_FORMAT"
    return _in_zone(formats.date_format(theirs, style), deadlines.place(zone))


def _in_zone(said: str, place: str) -> str:
    return _("%(time)s (%(place)s)") % {"time": said, "place": place}


def _beside(said: str, at: datetime, zone: str) -> str:
    other = elsewhere(at, zone)
    return f"{said} = {other}" if other else said
