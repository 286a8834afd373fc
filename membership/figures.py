"""Reading declared figures: what a company typed becomes checked numbers, or a refusal beside its field."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from parties.refusals import Invalid
from treasury.amounts import written

MOST = Decimal("1e16")
IN_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
SMALLEST_RATE = Decimal("1e-8")
"""With eight places, less would be kept as nothing."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a company declares, checked: both amounts, and what their currency is worth in the charter's."""

    revenue: Decimal
    total_revenue: Decimal
    currency: str
    rate: Decimal = Decimal(1)
    rate_on: date | None = None


def read(
    rules: Any, revenue: Any, total_revenue: Any, currency: str, rate: Any = 1, rate_on: date | None = None
) -> Figures:
    """Read and check declared figures.

    :raises Invalid: beside the field that is wrong.
    """
    name = rules.membership.revenue or _("revenue that counts")
    counted = _amount(revenue, name, "revenue")
    total = _amount(total_revenue, _("total revenue"), "total_revenue")
    if counted > total:
        raise Invalid(
            _("The %(name)s (%(counted)s) cannot be larger than the total revenue (%(total)s).")
            % {"name": name, "counted": written(counted), "total": written(total)},
            field="revenue",
            rule="MEM-02",
        )
    own = rules.identity.currency
    currency = (currency or own).strip().upper()
    if len(currency) != 3 or not currency.isalpha():
        raise Invalid(_("Give the currency as three letters, such as %(own)s.") % {"own": own}, field="currency")
    return Figures(counted, total, currency, *_rate(currency, own, rate, rate_on))


def _amount(value: Any, name: str, field: str) -> Decimal:
    if value is None or str(value).strip() == "":
        raise Invalid(_("Give the %(name)s.") % {"name": name}, field=field, rule="MEM-01")
    try:
        amount = Decimal(_ungrouped(str(value).strip()))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount >= MOST:
        raise Invalid(_("The %(name)s is a number, such as 250000000.00.") % {"name": name}, field=field, rule="MEM-01")
    if amount < 0:
        raise Invalid(_("The %(name)s cannot be negative.") % {"name": name}, field=field, rule="MEM-01")
    if amount != amount.quantize(Decimal("0.01")):
        raise Invalid(_("Give the %(name)s to the cent.") % {"name": name}, field=field)
    return amount


def _ungrouped(text: str) -> str:
    """Take out the commas of an amount that is written in thousands; any other comma stays, and is refused."""
    return text.replace(",", "") if IN_THOUSANDS.fullmatch(text) else text


def _rate(currency: str, own: str, rate: Any, rate_on: date | None) -> tuple[Decimal, date | None]:
    if currency == own:
        return Decimal(1), None
    worth = _rate_number(rate)
    if worth <= 0 or rate_on is None:
        raise Invalid(
            _("Say what one %(currency)s was worth in %(own)s, and on which day.") % {"currency": currency, "own": own},
            field="rate",
            rule="E-02",
        )
    return worth, rate_on


def _rate_number(rate: Any) -> Decimal:
    try:
        number = Decimal(str(rate).strip())
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() and SMALLEST_RATE <= number < Decimal("1e9") else Decimal(0)
