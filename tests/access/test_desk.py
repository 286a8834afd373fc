"""The doors of home, calendar, letters and the demonstration answer everyone as the table says."""

import pytest

from tests.access.doors import wrong
from tests.access.table import DESK


@pytest.mark.parametrize("row", DESK, ids=str)
def test_the_door_answers_as_the_table_says(row, world):
    assert wrong(world, row) == {}
