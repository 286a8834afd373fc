"""Calendar periods in a body's own time zone: pure arithmetic, half-open (E-19)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_of(day: date, every: str) -> tuple[date, date]:
    """Give the first day of the calendar period that holds ``day``, and the first day after it.

    >>> period_of(date(2026, 5, 17), "quarter")
    (datetime.date(2026, 4, 1), datetime.date(2026, 7, 1))
    """
    months = MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months)


def periods(start: date, until: date, every: str) -> Iterator[tuple[date, date]]:
    """Yield every calendar period that begins before ``until``, from the one that holds ``start`` on."""
    first, after = period_of(start, every)
    while first < until:
        yield first, after
        first, after = period_of(after, every)


def add_months(day: date, months: int) -> date:
    """Add months to a first of a month."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def midnight(day: date, zone: str) -> datetime:
    """Give the moment at which ``day`` begins in an IANA time zone: the end of the period before it."""
    return datetime.combine(day, time.min, ZoneInfo(zone))
