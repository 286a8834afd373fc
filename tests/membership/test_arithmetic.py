"""Tiers by band and dues by formula, as tables."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from membership.arithmetic import change, formula_dues, tier_of


@dataclass(frozen=True)
class Band:
    revenue_from: Decimal
    revenue_below: Decimal | None = None


BANDS = {
    "t1": Band(Decimal("1000000000")),
    "t2": Band(Decimal("250000000"), Decimal("1000000000")),
    "t3": Band(Decimal("50000000"), Decimal("250000000")),
    "t4": Band(Decimal("0"), Decimal("50000000")),
}


@pytest.mark.parametrize(
    ("revenue", "tier"),
    [
        ("0", "t4"),
        ("49999999.99", "t4"),
        ("50000000", "t3"),
        ("50000000.01", "t3"),
        ("249999999.99", "t3"),
        ("250000000.00", "t2"),
        ("999999999.99", "t2"),
        ("1000000000", "t1"),
        ("99999999999.99", "t1"),
    ],
)
def test_the_band_decides_to_the_cent(revenue, tier):
    assert tier_of(Decimal(revenue), BANDS) == tier


@pytest.mark.parametrize("bands", [{"t1": BANDS["t1"]}, {**BANDS, "t5": Band(Decimal(0), Decimal(10))}, {}])
def test_bands_with_a_gap_or_an_overlap_decide_nothing(bands):
    with pytest.raises(ValueError, match="bands"):
        tier_of(Decimal(5), bands)


@pytest.mark.parametrize(
    ("revenue", "dues"),
    [
        ("0", "1000000"),
        ("50e6", "1000000"),
        ("100e6", "1000000"),
        ("100.01e6", "1000100.00"),
        ("500e6", "5000000"),
        ("1500e6", "15000000"),
        ("1500.01e6", "15000000"),
        ("3000e6", "15000000"),
    ],
)
def test_t_sem_1_to_3(revenue, dues):
    bounds = {"rate": Decimal("0.01"), "minimum": Decimal(1_000_000), "maximum": Decimal(15_000_000)}

    assert formula_dues(Decimal(revenue), **bounds) == Decimal(dues)


@pytest.mark.parametrize(("before", "after", "share"), [(100, 125, "0.2500"), (200, 150, "-0.2500"), (0, 5, None)])
def test_change_is_a_share_of_what_was_before(before, after, share):
    assert change(Decimal(before), Decimal(after)) == (share and Decimal(share))
