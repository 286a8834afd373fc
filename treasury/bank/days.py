"""Days as banks write them, and the order of day and month: told by the whole column, or left open."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from babel.dates import get_month_names

from treasury.bank.tables import plain

ORDERS = ("ymd", "dmy", "mdy")
"""Year, month, day; day first; month first. A year of four digits in front is always the first."""
TIME = (
    r"(?:[T\s,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
CLOCK = re.compile(
    r"[T\s,](\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([AaPp]\.?[Mm]\.?)?\s*"
    r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
"""The time behind a day."""
NUMBERS = re.compile(rf"(\d{{1,4}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,4}})\.?{TIME}")
COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){TIME}")
ASIAN = re.compile(rf"(令和|平成)?\s*(元|\d{{1,4}})年\s*(\d{{1,2}})月\s*(\d{{1,2}})日?{TIME}")
ERAS = {"令和": 2018, "平成": 1988}
NAMED = re.compile(rf"(\d{{1,2}})[.\s/-]*([^\W\d_]{{3,}})\.?[,\s/-]*(\d{{2,4}}){TIME}")
NAMED_FIRST = re.compile(rf"([^\W\d_]{{3,}})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?[,\s]+(\d{{4}}){TIME}")
LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "sv", "pl", "pt")
AHEAD = 7
"""Days after today that a bank's file is believed to have: it is dated ahead, or comes from further east."""
OLDEST = 10
"""Years back that a bank's file, or money received, is believed to reach."""
FIRST_YEAR = 1900
NEARLY = 0.8
"""A column is one of days where so large a part of its cells are: a bank writes its own words below."""
US_ZONES = re.compile(
    r"America/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Juneau|Indiana/.*|Kentucky/.*|"
    r"North_Dakota/.*)|Pacific/Honolulu|US/.*"
)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of day and month, and whether another one fits as well."""

    order: str
    is_open: bool = False
    is_taken: bool = False
    """Another one fits as well, and this one was said of such a file before."""


def time_of(text: str) -> str:
    """Give the time that stands behind a day, as ``T09:30``; empty without one, and for midnight, which is none."""
    if not (found := CLOCK.search(plain(text))):
        return ""
    hour, minute, second = int(found[1]), found[2], found[3] or "00"
    if half := (found[4] or "").replace(".", "").casefold():
        hour = hour % 12 + (12 if half == "pm" else 0)
    said = f"T{hour:02d}:{minute}" + (f":{second}" if second != "00" else "")
    return "" if said == "T00:00" else said


@lru_cache(maxsize=20_000)
def readings(text: str) -> Mapping[str, date]:
    """Read a day in every order in which it is one: order → day. Empty where it is none."""
    text = plain(text)
    if found := _unmistakable(text):
        return MappingProxyType(dict.fromkeys(ORDERS, found))
    parts = NUMBERS.fullmatch(text)
    return MappingProxyType(_numbered(*parts.group(1, 3, 4, 2)) if parts else {})


def day_of(text: str, order: str) -> date | None:
    """Read a day in an order; a day that can only be read in another one is not read."""
    return readings(text).get(order)


def is_day(text: str) -> bool:
    """Whether a cell is a day in some order."""
    return bool(readings(text))


def order_of(cells: Iterable[str], *, today: date, prefers: str, known: str = "") -> Order:
    """Tell the order from all days of a file.

    The order that fits most lines wins; a day in the future, or long ago, does not fit, for a bank tells of what
    happened lately. What then is left open is taken as ``known``, where somebody said it of such a file
    before, and the reader is told so; else as ``prefers``, and asked.
    """
    seen = [found for found in map(readings, cells) if found]
    if not seen:
        return Order(known or "ymd")
    first, last = today - timedelta(days=366 * OLDEST), today + timedelta(days=AHEAD)
    fits = {order: sum(order in each for each in seen) for order in ORDERS}
    likely = {order: sum(order in each and first <= each[order] <= last for each in seen) for order in ORDERS}
    worth = {order: (likely[order], fits[order]) for order in ORDERS}
    best = [order for order in ORDERS if worth[order] == max(worth.values())]
    differs = any(len({each[order] for order in best if order in each}) > 1 for each in seen)
    if not differs:
        return Order(next((order for order in (known, prefers) if order in best), best[0]))
    if known in best:
        return Order(known, is_taken=True)
    return Order(prefers if prefers in best else best[0], is_open=True)


def preferred(time_zone: str) -> str:
    """Give the order that is usual where a consortium has its place."""
    return "mdy" if US_ZONES.fullmatch(time_zone) else "dmy"


def is_stale(days: Iterable[date], today: date) -> bool:
    """Whether every day lies more than half a year back: the order may be wrong, or the file an old one."""
    days = list(days)
    return bool(days) and max(days) < today - timedelta(days=183)


def _unmistakable(text: str) -> date | None:
    """Read what can be read in one way: the year in front, a month by name, an era."""
    if found := COMPACT.fullmatch(text):
        return _date(*found.groups()) if found[1][:2] in ("19", "20") else None
    if found := ASIAN.fullmatch(text):
        era, year, month, day = found.groups()
        return _date(ERAS.get(era, 0) + (1 if year == "元" else int(year)), month, day)
    if found := NAMED.fullmatch(text):
        return _date(_full(found[3]), _months().get(found[2].casefold(), 0), found[1])
    if found := NAMED_FIRST.fullmatch(text):
        return _date(found[3], _months().get(found[1].casefold(), 0), found[2])
    found = NUMBERS.fullmatch(text)
    return _date(found[1], found[3], found[4]) if found and len(found[1]) == 4 else None


def _numbered(first: str, middle: str, last: str, mark: str) -> dict[str, date]:
    if len(last) == 3 or len(first) > 2:
        return {}
    found = {"dmy": _date(_full(last), middle, first), "mdy": _date(_full(last), first, middle)}
    if len(last) <= 2 and len(first) == 2:
        found["ymd"] = _date(_full(first), middle, last)
    found = {order: day for order, day in found.items() if day}
    if mark == "." and "dmy" in found:  # nobody writes the month first before a point
        found.pop("mdy", None)
    return dict.fromkeys(ORDERS, *set(found.values())) if len(set(found.values())) == 1 and len(found) > 1 else found


def _date(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= FIRST_YEAR else None


def _full(year: str) -> int:
    return int(year) + 2000 if len(year) <= 2 else int(year)


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """Names of months, long and short, in the languages of banks: name → number."""
    return MappingProxyType(
        {
            name.rstrip(".").casefold(): number
            for language in LANGUAGES
            for width in ("wide", "abbreviated")
            for number, name in get_month_names(width, locale=language).items()
        }
        | {"sept": 9}
    )
