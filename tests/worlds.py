"""A consortium at work, as the access table speaks of it: people of a cast, and things under names."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from desk.simulation.troupe import Troupe
from parties.models import Consortium, Person
from tests.access.expander import Row
from tests.factories.parties import PersonFactory

OPENED = datetime(2026, 2, 2, 15, tzinfo=UTC)


@dataclass
class World:
    """ASRC on its founding day, with the things that were added under a name."""

    troupe: Troupe
    things: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    """A browser for each persona of the access table, signed in."""

    @property
    def consortium(self) -> Consortium:
        return self.troupe.stage.consortium

    def person(self, key: str) -> Person:
        """Find a person of the cast, or one that was added."""
        return self.troupe.who[key]

    def add_people(self, *keys: str) -> None:
        """Enter people who have no part in the consortium."""
        self.troupe.who |= {key: PersonFactory(email=f"{key}@nowhere.example", name=key.title()) for key in keys}

    def address(self, row: Row) -> str:
        """Put the row's things into its address."""
        known = {name: self.things[thing] for name, thing in row.args.items()}
        if row.in_consortium:
            known["consortium"] = self.consortium.slug
        return reverse(row.route, kwargs=known)

    def data(self, row: Row) -> dict:
        """Put the row's things into what it sends."""
        return {name: self._thing(value) for name, value in row.data.items()}

    def _thing(self, name: str):
        return SimpleUploadedFile("x.txt", b"x") if name == "a file" else self.things.get(name, name)
