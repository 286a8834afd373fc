"""The month: what repeats its heading is left out of its titles."""

from datetime import UTC, datetime

import pytest

from desk.calendar.events import Event


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Technical Committee, US branch, November 2026", "Technical Committee, US branch"),
        ("Technical Committee, US branch, December 2026", "Technical Committee, US branch, December 2026"),
        ("November 2026", "November 2026"),
        ("Site visit", "Site visit"),
    ],
)
def test_a_title_in_the_grid_leaves_out_its_own_month(title, short):
    assert Event(title, "/asrc/meetings/1/", datetime(2026, 11, 9, 12, tzinfo=UTC), "open").short == short
