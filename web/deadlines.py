"""How a deadline is said: the end of a day where that day ends, or an hour in the reader's own zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def said(due_at: datetime, zone: str = "") -> str:
    """Say a deadline: "end of 30 Jun 2026 (New York)", or the hour in the reader's zone.

    ``zone`` is where the deadline falls at midnight: nobody should read the day after for it.
    """
    if not zone:
        return formats.date_format(timezone.localtime(due_at), "DATETIME_FORMAT")
    return _("end of %(day)s (%(place)s)") % {
        "day": formats.date_format(last_day(due_at, zone), "DATE_FORMAT"),
        "place": place(zone),
    }


def last_day(due_at: datetime, zone: str = "") -> date:
    """Give the last day on which a duty can be done in time, where it is due; by default where the reader is.

    >>> last_day(datetime(2026, 7, 1, 4, tzinfo=ZoneInfo("UTC")), "America/New_York")
    datetime.date(2026, 6, 30)
    """
    if not zone:
        return timezone.localtime(due_at).date()
    return (due_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def days_late(due_at: datetime, now: datetime) -> int:
    """Count the days by which something is late: one from the first moment after the deadline."""
    return (now - due_at).days + 1 if now >= due_at else 0


def place(zone: str) -> str:
    """Name a time zone by its city.

    >>> place("America/New_York")
    'New York'
    """
    return zone.rsplit("/", 1)[-1].replace("_", " ")
