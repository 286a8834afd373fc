"""A consortium at work, made by the simulation's founding day: every row through the real verbs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from desk.simulation.scenes.opening import open_curtain
from desk.simulation.troupe import Troupe
from parties.models import Consortium, Person
from tests.factories.parties import PersonFactory

OPENED = datetime(2026, 2, 2, 15, tzinfo=UTC)


@dataclass
class World:
    """ASRC on its founding day, with whatever a test adds under a name."""

    troupe: Troupe
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def consortium(self) -> Consortium:
        return self.troupe.stage.consortium

    def person(self, key: str) -> Person:
        """Find a person of the cast, or one that was added."""
        return self.troupe.who[key]

    def add_people(self, *keys: str) -> None:
        """Enter people who have no part in the consortium."""
        self.troupe.who |= {key: PersonFactory(email=f"{key}@nowhere.example", name=key.title()) for key in keys}


def asrc(at: datetime = OPENED) -> World:
    """Open ASRC: 14 companies of all tiers in two branches, every committee seated, groups with guests."""
    return World(open_curtain("asrc", at=at, seed=7))
