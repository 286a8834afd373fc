"""The council of four that the tests of votes and minutes stand in."""

from datetime import timedelta

import pytest

from tests.consortium.things import NOW, begun, council_of
from tests.factories import consortium as made


@pytest.fixture
def council():
    return council_of(made.asrc_document())


@pytest.fixture
def secretary(council):
    return made.officer(council.consortium, at=NOW - timedelta(days=1))


@pytest.fixture
def meeting(council):
    """A meeting that began an hour ago, with everybody but Delta in the room."""
    return begun(council)
