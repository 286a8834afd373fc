"""The one rounding rule, and shares that always add up. Numbers in, numbers out."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TypeVar

Key = TypeVar("Key")

CENT = Decimal("0.01")
WHOLE_UNITS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF"})
"""Currencies that are paid without a minor unit."""
LARGEST = Decimal("9999999999999999.99")
"""The largest amount that the books can hold."""


def unit(currency: str) -> Decimal:
    """Give the smallest amount that can be paid in a currency."""
    return Decimal(1) if currency in WHOLE_UNITS else CENT


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half up to what can be paid.

    >>> rounded(Decimal("10.005"), "USD")
    Decimal('10.01')
    """
    return amount.quantize(unit(currency), ROUND_HALF_UP)


def in_cents(amount: Decimal) -> Decimal:
    """Round half up to hundredths, whatever the currency: for an amount that is compared and never paid.

    >>> in_cents(Decimal("10.125"))
    Decimal('10.13')
    """
    return amount.quantize(CENT, ROUND_HALF_UP)


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """Give what a part is of a whole, half up to the hundredth of a percent; nothing of nothing.

    >>> ratio(Decimal(1), Decimal(20000))
    Decimal('0.0001')
    """
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None


def running_share(rate: Decimal, before: Decimal, change: Decimal, currency: str) -> Decimal:
    """Give the share of a change in a running total, as the difference of the rounded shares.

    However a total comes about, in whatever parts and with whatever reversals, its shares are those of the
    whole: no cent is lost or made.

    >>> [running_share(Decimal("0.9"), Decimal(n) / 100, Decimal("0.01"), "USD") for n in range(3)]
    [Decimal('0.01'), Decimal('0.01'), Decimal('0.01')]
    """
    return rounded(rate * (before + change), currency) - rounded(rate * before, currency)


def divided(total: Decimal, weights: Mapping[Key, Decimal], currency: str) -> dict[Key, Decimal]:
    """Divide an amount by weights, to the cent: the largest remainders get what rounding down leaves.

    Equal remainders go by the order of the weights.

    :raises ValueError: without a positive weight, or with a negative one.
    """
    whole = sum(weights.values(), Decimal(0))
    if whole <= 0 or min(weights.values()) < 0:
        raise ValueError("Shares need weights of zero or more, and one that is positive.")
    step = unit(currency)
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: share.quantize(step, ROUND_FLOOR) for key, share in exact.items()}
    left = int((total - sum(parts.values())) / step)
    for key in sorted(exact, key=lambda each: parts[each] - exact[each])[:left]:
        parts[key] += step
    return parts
