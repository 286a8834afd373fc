"""How a rule's value reads on a page: shares as percent, keys as names, codes as words."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from charter.documents import Rule, get, table
from charter.schema import DAY_OF_YEAR, EXCEEDED, LINES, SHARE, Value, Words, number_of

NOT_STATED = gettext_lazy("Not stated")
NOT_STATED_MEANING = gettext_lazy("Neither the documents nor the consortium say anything on this.")

CODES: dict[str, Words] = {
    "seat": gettext_lazy("One vote for each seat"),
    "none": pgettext_lazy("charter value", "None"),
    "heads": gettext_lazy("Heads"),
    "weight": gettext_lazy("Weight of votes"),
    "not_passed": gettext_lazy("Not passed"),
    "chair": gettext_lazy("The chair decides"),
    "counts_for_quorum": gettext_lazy("Still counts for the quorum"),
    "reduces_quorum": gettext_lazy("Makes the quorum smaller"),
    "strike": gettext_lazy("Its line is struck"),
    "keep": gettext_lazy("Its line stays"),
    "successor": gettext_lazy("Its line passes to the successor"),
    "member": gettext_lazy("The member itself"),
    "body": gettext_lazy("The body itself"),
    "council": gettext_lazy("Council"),
    "steering": gettext_lazy("Steering committee"),
    "technical": gettext_lazy("Technical committee"),
    "advisory": gettext_lazy("Advisory committee"),
    "office": gettext_lazy("Office"),
    "system": gettext_lazy("System"),
    "firm": gettext_lazy("Company"),
    "university": gettext_lazy("University"),
    "institute": gettext_lazy("Research institute"),
    "association": gettext_lazy("Association"),
    "government": gettext_lazy("Government"),
    "nominator": gettext_lazy("Nominates"),
    "revenue_declarer": gettext_lazy("Declares revenue"),
    "billing": gettext_lazy("Receives and pays invoices"),
    "counsel": gettext_lazy("Counsel"),
    "signatory": gettext_lazy("Signs"),
    "full_year": gettext_lazy("Dues of the full year"),
    "pro_rata": gettext_lazy("Dues of the remaining months"),
    "tier": gettext_lazy("Tier"),
    "formula": gettext_lazy("Formula"),
    "end_of_dues_year": gettext_lazy("At the end of the dues year"),
    "at_once": gettext_lazy("At once"),
    "collected": gettext_lazy("Dues collected"),
    "by_branch_collected": gettext_lazy("By what each branch's members paid"),
    "one_pool": gettext_lazy("One pool"),
    "control": gettext_lazy("Control"),
    "free_use": gettext_lazy("Free use"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "full": gettext_lazy("Full"),
    "owed": gettext_lazy("Always"),
    "half": gettext_lazy("Where at least half of the period is left"),
    "not_owed": gettext_lazy("Never"),
    "hidden": gettext_lazy("Hidden until the vote closes"),
    "shown": gettext_lazy("Shown to those who may see the vote"),
    "never": pgettext_lazy("a vote ends early", "Never"),
    "all_voted": gettext_lazy("Once every seat has voted"),
    "certain": gettext_lazy("Once the outcome is certain"),
    "year": gettext_lazy("year"),
    "half_year": gettext_lazy("half year"),
    "quarter": gettext_lazy("quarter"),
    "month": gettext_lazy("month"),
}
"""Words for the codes that a charter may use."""


RANGE = frozenset({"at_least", "at_most", "lowest", "highest"})
PARTS: dict[str, Words] = {
    "minutes": gettext_lazy("Minutes"),
    "quorum": gettext_lazy("Quorum"),
    "interim": gettext_lazy("Interim"),
    "final": gettext_lazy("Final"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
    "total": gettext_lazy("Total"),
    "government": gettext_lazy("Government"),
    "currency": gettext_lazy("Currency"),
}
"""What the parts of a value are called."""
GROUPED = 10_000
"""From here on the digits of a number stand in groups; a year does not."""


def code(value: str) -> str:
    """Say a code in words; whatever is no code stands as it is."""
    return str(CODES.get(value, value))


def name_of(key: str, refers: Iterable[str], document: Mapping) -> str:
    """Say a key by the name that its table gives it, else as a code."""
    return str(_names(refers, document).get(key) or code(key))


def value_of(rule: Rule, document: Mapping) -> str:
    """Say what a rule states; empty where the charter is silent."""
    if not rule.is_stated:
        return ""
    if rule.path.endswith(".cadence"):
        return cadence(table(rule.value))
    if rule.path.endswith(".class"):
        return str(CODES.get(rule.value, rule.value.upper()))
    if SHARE in rule.marks:
        share = percent(rule.value)
        return _("more than %(share)s") % {"share": share} if EXCEEDED in rule.marks else share
    if LINES in rule.marks:
        return " · ".join(str(rule.value).splitlines())
    if DAY_OF_YEAR in rule.marks:
        return day_of_year(str(rule.value))
    if get_args(rule.field.annotation) == (str, str):
        return ", ".join(map(str, rule.value.values())) or code("none")
    in_words = bool(rule.refers) or _speaks_codes(rule.field.annotation) or _are_codes(rule.value)
    return _say(rule.value, rule.words or _names(rule.refers, document), in_words=in_words)


def cadence(value: Mapping) -> str:
    """Say how often a body meets: “every quarter, at least 1”."""
    return _("every %(period)s, at least %(count)s") % {
        "period": code(str(value.get("every", ""))),
        "count": value.get("at_least", 1),
    }


def day_of_year(text: str) -> str:
    """Say a month and day as a calendar does: “1 January”."""
    try:
        return formats.date_format(date.fromisoformat(f"2001-{text}"), "MONTH_DAY_FORMAT")
    except ValueError:
        return text


def percent(value: Any) -> str:
    """Say a share as percent, without trailing zeros."""
    share = number_of(str(value))
    if share is None:  # a fault of the charter, which is told elsewhere
        return str(value)
    hundredths = share * 100
    return f"{formats.localize(hundredths.normalize() if hundredths % 1 else hundredths.quantize(Decimal(1)))} %"


def _say(value: Any, names: Mapping[str, Words], *, in_words: bool) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return _say_parts(value, names, in_words=in_words)
    if isinstance(value, str):
        return str(names.get(value) or "") or (code(value) if in_words else value)
    if isinstance(value, Iterable):
        said = [_say(part, names, in_words=in_words) for part in value]
        return ("; " if any("," in part for part in said) else ", ").join(said) or code("none")
    if isinstance(value, int | Decimal):
        return formats.number_format(value, force_grouping=abs(value) >= GROUPED)
    return str(formats.localize(value, use_l10n=True))


def _say_parts(value: Mapping, names: Mapping[str, Words], *, in_words: bool) -> str:
    """Say a value of several parts: a range, a time with who hears of it, what is switched on, else part by part."""
    if value and set(value) <= RANGE:
        return _range(value.get("at_least", value.get("lowest")), value.get("at_most", value.get("highest")))
    if set(value) == {"days", "to"}:
        return _("after %(days)s days: %(to)s") % {"days": value["days"], "to": code(value["to"])}
    if value and all(isinstance(part, bool) for part in value.values()):
        return ", ".join(str(PARTS.get(key, key)) for key, is_on in value.items() if is_on) or code("none")
    said = [
        (str(PARTS.get(key, "")) or _say(key, names, in_words=in_words), _say(part, {}, in_words=in_words))
        for key, part in value.items()
    ]
    between = "; " if any(isinstance(part, Mapping) for part in value.values()) else ", "
    return between.join(f"{key}: {part}" for key, part in said) or code("none")


def _range(low: Any, high: Any) -> str:
    if low is None or high is None:
        return _("at most %(high)s") % {"high": high} if low is None else _("at least %(low)s") % {"low": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _are_codes(value: Any) -> bool:
    """Whether a list holds nothing but codes, such as kinds of organisation."""
    return isinstance(value, list | tuple) and all(isinstance(part, str) and part in CODES for part in value)


def _speaks_codes(annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return True
    if isinstance(annotation, type) and not get_args(annotation):
        return issubclass(annotation, Value)
    return any(_speaks_codes(part) for part in get_args(annotation))


def _names(refers: Iterable[str], document: Mapping) -> dict[str, str]:
    """Map keys of the tables that a rule refers to, to the names that stand there."""
    names: dict[str, str] = {}
    for name in refers:
        if ":" not in name and not name.startswith("="):
            names |= {key: table(row).get("name", key) for key, row in table(get(document, name)).items()}
        elif name == "bodies:class":
            classes = {table(row).get("class", "") for row in table(get(document, "bodies")).values()}
            names |= {key: str(CODES.get(key, key.upper())) for key in classes}
    return names
