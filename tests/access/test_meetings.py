"""The doors of meetings, papers and minutes answer everyone as the table says."""

import pytest

from tests.access.doors import wrong
from tests.access.meetings import ROWS


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_door_answers_as_the_table_says(row, world):
    assert wrong(world, row) == {}
