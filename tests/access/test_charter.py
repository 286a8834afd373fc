"""The doors of the charter answer everyone as the table says."""

import pytest

from tests.access.doors import wrong
from tests.access.table import CHARTER


@pytest.mark.parametrize("row", CHARTER, ids=str)
def test_the_door_answers_as_the_table_says(row, world):
    assert wrong(world, row) == {}
