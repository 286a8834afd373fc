"""Which closed year's revenue counts for which dues year: pure arithmetic on the charter (E-02, E-07, E-79)."""

from datetime import date, timedelta
from typing import Any


def starts_on(rules: Any, year: int) -> date:
    """Give the first day of a fiscal year."""
    return _day(rules.identity.fiscal_year_starts, year)


def fiscal_year(rules: Any, day: date) -> int:
    """Give the fiscal (dues) year that holds the day, named by the calendar year in which it starts."""
    return day.year if day >= starts_on(rules, day.year) else day.year - 1


def last_closed(rules: Any, day: date) -> int:
    """Give the last fiscal year that has ended on the day."""
    return fiscal_year(rules, day) - 1


def revenue_year(rules: Any, dues_year: int) -> int:
    """Give the year whose revenue decides the dues year.

    Tiers that take effect with a dues year are graded in the year before it, from the last year then closed
    (E-07); a formula takes the last year closed when the dues year begins (E-79).
    """
    return dues_year - 2 if rules.regrading.effective else dues_year - 1


def dues_year_of(rules: Any, revenue_year_: int) -> int:
    """Give the dues year that a year's revenue decides."""
    return revenue_year_ + 2 if rules.regrading.effective else revenue_year_ + 1


def declared_by(rules: Any, revenue_year_: int) -> date | None:
    """Give the last day for declaring a closed year's revenue; nothing where the charter sets none."""
    return _day(rules.regrading.declared_by, revenue_year_ + 1) if rules.regrading.declared_by else None


def effective_on(rules: Any, dues_year: int) -> date | None:
    """Give the day from which a regrading for the dues year holds; nothing where the charter knows none."""
    return _day(rules.regrading.effective, dues_year) if rules.regrading.effective else None


def invoiced_on(rules: Any, dues_year: int) -> date:
    """Give the day from which the dues of a year are invoiced: its first, where the charter names none."""
    return _day(rules.dues.invoiced_on, dues_year) if rules.dues.invoiced_on else starts_on(rules, dues_year)


def end_of_dues_year(rules: Any, day: date) -> date:
    """Give the first day after the dues year that holds ``day``."""
    return starts_on(rules, fiscal_year(rules, day) + 1)


def span(rules: Any, year: int) -> tuple[date, date]:
    """Give the first day of a fiscal year and the first day after it."""
    return starts_on(rules, year), starts_on(rules, year + 1)


def _day(month_day: str, year: int) -> date:
    """Place a month and day in a year; 29 February falls on 1 March of a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, 1) + timedelta(days=day - 1)
