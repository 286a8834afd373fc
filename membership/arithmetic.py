"""Arithmetic of tiers and dues: numbers in, numbers out."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from treasury.rounding import ratio


class Band(Protocol):
    """The revenue that a tier takes in: from (inclusive) and below (exclusive, or open)."""

    revenue_from: Decimal
    revenue_below: Decimal | None


def tier_of(revenue: Decimal, bands: Mapping[str, Band]) -> str:
    """Find the tier whose band holds the revenue (MEM-01).

    :raises ValueError: where no band, or more than one, holds it; a complete charter has neither.
    """
    fitting = [key for key, band in bands.items() if _holds(band, revenue)]
    if len(fitting) != 1:
        raise ValueError(f"{revenue} lies in {len(fitting)} bands; bands meet without gap or overlap (MEM-03)")
    return fitting[0]


def formula_dues(revenue: Decimal, *, rate: Decimal, minimum: Decimal, maximum: Decimal) -> Decimal:
    """Take a share of the revenue, at least the minimum and at most the maximum (T-SEM-1…3)."""
    return min(max(revenue * rate, minimum), maximum)


def change(before: Decimal, after: Decimal) -> Decimal | None:
    """Give the change as a share of what was before, to four places; nothing where nothing was (MEM-10)."""
    return ratio(after - before, before)


def _holds(band: Band, revenue: Decimal) -> bool:
    return band.revenue_from <= revenue and (band.revenue_below is None or revenue < band.revenue_below)
