"""The doors of motions, votes and decisions answer everyone as the table says."""

import pytest

from tests.access.doors import wrong
from tests.access.motions import ROWS


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_door_answers_as_the_table_says(row, world):
    assert wrong(world, row) == {}
