"""A consortium founded from a preset, and people in it."""

import pytest

from charter import presets, questions
from desk.founding import Founding, found
from tests.factories import consortium as made
from tests.factories.parties import NOON, PersonFactory


@pytest.fixture
def secretary(db):
    """The founder."""
    return PersonFactory(name="K. Sato", email="sato@example.org")


@pytest.fixture
def asrc(secretary):
    """ASRC as founded from its preset with every suggestion taken, in 2020."""
    answers = questions.suggested(presets.named("asrc"))
    founding = Founding("asrc", "asrc", founded_on=NOON.date().replace(year=2020), answers=answers)
    return found(founding, by=secretary, at=NOON)


@pytest.fixture
def director(asrc):
    """Someone on the steering committee of the United States."""
    member = made.company(asrc, "Seagate")
    return made.seated(made.body(asrc, "sc_us"), member, "director", "A. Director").person


@pytest.fixture
def lead(asrc):
    """A technical lead, on the committee two layers below the council."""
    member = made.company(asrc, "Toshiba", "t3", "jp")
    return made.seated(made.body(asrc, "tc_jp"), member, "technical_lead", "B. Lead").person
