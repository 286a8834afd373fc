"""What may stand in a cell of a list, as ready markup: text, a link, a state, a day, an amount.

Cells are put together here and not in a template because a list has hundreds of them.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parties.name_language import language_of
from web import local_times

NOTHING = mark_safe('<span class="nothing" aria-hidden="true">–</span>')
KEPT = 4096
"""How many days, moments and amounts stay in memory as they were last written: lists repeat them, page after page."""
TONES = frozenset({"waiting", "open", "done", "late", "refused", "quiet"})


def shown(value: Any) -> SafeString:
    """Show a plain value as its kind is shown everywhere; markup made here passes through."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, SafeString):
        return value
    if isinstance(value, bool):
        return conditional_escape(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | Decimal):
        return conditional_escape(formats.number_format(value, use_l10n=True, force_grouping=True))
    return conditional_escape(value)


def link(address: str, text: Any, note: str = "") -> SafeString:
    """Lead to the thing, with a quieter note behind its name."""
    if note:
        return format_html('<a href="{}">{}</a> <span class="note">{}</span>', address, text, note)
    return format_html('<a href="{}">{}</a>', address, text)


def native(name: str) -> SafeString:
    """Show a name in its own script, in the letters of its language."""
    return format_html('<span class="native" lang="{}">{}</span>', language_of(name), name) if name else mark_safe("")


def state(label: Any, tone: str = "quiet") -> SafeString:
    """Show a state as a badge. Tones: waiting (on the reader), open, done, late, refused, quiet."""
    if tone not in TONES:
        raise ValueError(f"No such tone: {tone}. One of {', '.join(sorted(TONES))}.")
    return _state(str(label), tone)


def day(value: date) -> SafeString:
    """Show a day in the reader's format."""
    return _day(value, get_language())


def moment(value: datetime) -> SafeString:
    """Show a moment in the reader's time zone and format."""
    return _moment(value, timezone.get_current_timezone_name(), get_language())


def zoned(value: datetime) -> SafeString:
    """Show a moment in the reader's zone, and name it: what people come to at an hour."""
    return _zoned(value, timezone.get_current_timezone_name(), get_language() or "")


def money(amount: Decimal | None, currency: str) -> SafeString:
    """Show an amount with its currency; figures line up."""
    return NOTHING if amount is None else _money(amount, currency, get_language())


def person(name: str, native_name: str = "", note: str = "") -> SafeString:
    """Show a person by name, own script and where they come from."""
    own_script = format_html(" {}", native(native_name)) if native_name else ""
    where = format_html(' <span class="note">{}</span>', note) if note else ""
    return format_html("{}{}{}", name, own_script, where)


@lru_cache(maxsize=KEPT)
def _state(label: str, tone: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', tone, label)


@lru_cache(maxsize=KEPT)
def _day(value: date, language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.date_format(value, "DATE_FORMAT"))


@lru_cache(maxsize=KEPT)
def _moment(value: datetime, zone: str, language: str) -> SafeString:
    """The zone is an argument of its own because the same moment counts as equal in every zone."""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), formats.date_format(local, "SHORT_DATETIME_FORMAT")
    )


@lru_cache(maxsize=KEPT)
def _zoned(value: datetime, zone: str, language: str) -> SafeString:
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local_times.moment(value))


@lru_cache(maxsize=KEPT)
def _money(amount: Decimal, currency: str, language: str) -> SafeString:
    text = formats.number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return format_html('<span class="money">{} <small>{}</small></span>', text, currency)
