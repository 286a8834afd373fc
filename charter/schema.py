"""What the sections of a charter are made of. Each app declares its own section; ``config.charter`` joins them.

A ``Section`` is a table of rules, a ``Value`` is one rule with several parts (a cadence). A field without a
default is a rule that running needs; ``None`` or an empty value means that the charter does not state it.
Bylaws have no defaults in Python: what a preset leaves open is asked at founding.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from parties import zones

Words = str | Promise

DIGITS, PLACES = 30, 18
"""How many digits a number has at most, and how many of them behind the point."""


class Section(BaseModel):
    """A table of rules, each with its own source."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Value(BaseModel):
    """One rule made of several parts, with one source."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def says(
    label: Words,
    meaning: Words = "",
    *,
    refers: tuple[str, ...] = (),
    words: dict[str, Words] | None = None,
    **options: Any,
) -> Any:
    """Declare a rule: its label, and what its value means in a few words.

    ``refers`` names the tables among whose keys the value is found: ``bodies``, ``bodies:class`` (an
    attribute of theirs), or ``=member`` (a word allowed besides). ``words`` lists the only codes allowed,
    with how they read. Other options are pydantic's.
    """
    told = {"label": label, "meaning": meaning, "refers": refers, "words": words or {}}
    return Field(json_schema_extra=told, **options)


def number_of(text: str) -> Decimal | None:
    """Read a number; nothing for what is none, or has more digits than a charter writes."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number:
        return Decimal(0)
    if not number.is_finite() or number.adjusted() >= DIGITS - PLACES or number.as_tuple().exponent < -PLACES:
        return None
    return number


def _share_of(whole: Words) -> AfterValidator:
    def check(share: Decimal) -> Decimal:
        if not 0 <= share <= 1:
            raise ValueError(
                _("%(share)s %% is not a share of %(whole)s; one lies between 0 %% and 100 %%, such as 60 %% or 0.6")
                % {"share": format((share * 100).normalize(), "f"), "whole": whole}
            )
        return share

    return AfterValidator(check)


def _time_zone(name: str) -> str:
    if name not in zones.names():
        raise ValueError(_("“%(name)s” is not a time zone; one is Asia/Tokyo") % {"name": name})
    return name


def _lines(text: str) -> str:
    """Keep what each line says, whatever ends it."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _month_day(text: str) -> str:
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError:
        raise ValueError(_("“%(text)s” is not a month and day; one is 01-01") % {"text": text}) from None
    return text


def _shaped(pattern: str, message: Words) -> AfterValidator:
    """Hold text to a form, and say in words what would be right; ``%(given)s`` is what stands there."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(str(message) % {"given": text})
        return text

    return AfterValidator(check)


SHARE = "share"
"""Marks a rule that reads as percent."""
EXCEEDED = "exceeded"
"""Marks a share that must be exceeded, and reads so."""

DAY_OF_YEAR = "day of the year"
"""Marks a month and day, such as 01-01, which reads as 1 January."""
LINES = "lines"
"""Marks a text of several lines, such as a bank account."""
ZONE = "zone"
"""Marks a time zone, which is chosen and not typed."""

Number = Annotated[Decimal, Field(max_digits=DIGITS, decimal_places=PLACES)]

SeatShare = Annotated[Number, _share_of(gettext_lazy("the seats")), SHARE, EXCEEDED]
VoteShare = Annotated[Number, _share_of(gettext_lazy("the votes")), SHARE, EXCEEDED]
MoneyShare = Annotated[Number, _share_of(gettext_lazy("the money")), SHARE]
Amount = Annotated[Number, Field(ge=0)]
Days = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Key = Annotated[
    str,
    _shaped(
        r"[a-z][a-z0-9_]{0,19}",
        gettext_lazy("“%(given)s” is not a key; one has up to 20 small letters, digits and _, such as sc_us"),
    ),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Lines = Annotated[str, AfterValidator(_lines), LINES]
MonthDay = Annotated[str, AfterValidator(_month_day), DAY_OF_YEAR]
TimeZone = Annotated[str, AfterValidator(_time_zone), ZONE]
Country = Annotated[str, _shaped("[A-Z]{2}", gettext_lazy("“%(given)s” is not the ISO code of a country; one is JP"))]
Currency = Annotated[
    str, _shaped("[A-Z]{3}", gettext_lazy("“%(given)s” is not the ISO code of a currency; one is USD"))
]
