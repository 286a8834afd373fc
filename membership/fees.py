"""What a membership costs in a year: charter and figures in, an amount out."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from charter import words
from membership.arithmetic import formula_dues
from treasury.amounts import written
from treasury.rounding import rounded

MONTHS = 12


def yearly_dues(rules: Any, *, tier: str, revenue: Decimal | None) -> Decimal | None:
    """Give a year's dues by tier or by formula (MEM-03, T-SEM-1…3); nothing where what they go by is unknown.

    ``revenue`` is the declared figure that counts, in the charter's currency.
    """
    if rules.dues.basis == "formula":
        formula = rules.dues.formula
        if revenue is None:
            return None
        amount = formula_dues(revenue, rate=formula.rate, minimum=formula.minimum, maximum=formula.maximum)
        return rounded(amount, rules.identity.currency)
    return rules.tiers[tier].dues if tier in rules.tiers else None


def formula_in_words(rules: Any) -> str:
    """Say how a formula finds the dues; nothing where tiers do."""
    if rules.dues.basis != "formula":
        return ""
    formula, currency = rules.dues.formula, rules.identity.currency
    return _("Dues are %(rate)s of the %(base)s, but at least %(minimum)s and at most %(maximum)s %(currency)s.") % {
        "rate": words.percent(formula.rate),
        "base": formula.base,
        "minimum": written(formula.minimum),
        "maximum": written(formula.maximum),
        "currency": currency,
    }


def for_joiner(rules: Any, amount: Decimal, *, joined_on: date, year: tuple[date, date]) -> Decimal:
    """Give what a member pays for the year in which it joins (E-09).

    Pro rata counts whole months, the month of joining included.
    """
    first, after = year
    if joined_on <= first or rules.membership.joining == "full_year":
        return amount
    if rules.membership.joining == "none":
        return Decimal(0)
    months = (after.year - joined_on.year) * MONTHS + after.month - joined_on.month
    return rounded(amount * months / MONTHS, rules.identity.currency)
