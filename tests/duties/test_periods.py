from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from duties.periods import midnight, period_of, periods


@pytest.mark.parametrize(
    ("day", "every", "period"),
    [
        (date(2026, 2, 28), "month", (date(2026, 2, 1), date(2026, 3, 1))),
        (date(2026, 12, 31), "month", (date(2026, 12, 1), date(2027, 1, 1))),
        (date(2026, 4, 1), "quarter", (date(2026, 4, 1), date(2026, 7, 1))),
        (date(2026, 6, 30), "half_year", (date(2026, 1, 1), date(2026, 7, 1))),
        (date(2026, 7, 1), "half_year", (date(2026, 7, 1), date(2027, 1, 1))),
        (date(2026, 7, 1), "year", (date(2026, 1, 1), date(2027, 1, 1))),
    ],
)
def test_a_day_lies_in_its_calendar_period(day, every, period):
    assert period_of(day, every) == period


@pytest.mark.parametrize(("every", "count"), [("month", 13), ("quarter", 5), ("half_year", 3), ("year", 2)])
def test_thirteen_months_hold_every_period_that_begins_in_them(every, count):
    found = list(periods(date(2026, 1, 15), date(2027, 2, 1), every))

    assert len(found) == count
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_a_period_ends_at_the_body_s_own_midnight():
    assert midnight(date(2026, 7, 1), "Asia/Tokyo").astimezone(UTC) == datetime(2026, 6, 30, 15, tzinfo=UTC)
