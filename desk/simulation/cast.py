"""Who there is: the companies, institutions, people and groups of ``cast.toml``, and their identities."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parties.models import Organisation, Person

FILE = Path(__file__).with_name("cast.toml")
ZONES = {"US": "America/Los_Angeles", "JP": "Asia/Tokyo", "SG": "Asia/Singapore"}


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the cast."""

    key: str
    name: str
    native_name: str = ""
    title: str = ""
    position: str = ""
    seat: str = ""
    """Key of the body in which the person sits once the consortium is at work."""
    chair: bool = False
    alternate: str = ""
    mandates: tuple[str, ...] = ()
    post: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A company or an institution of the cast."""

    key: str
    name: str
    country: str
    people: tuple[Someone, ...]
    kind: str = "firm"
    native_name: str = ""
    branch: str = ""
    position: str = ""
    tier: str = ""
    revenue: tuple[int, ...] = ()
    """Declared storage revenue of the years from the one before the opening on, in millions. Illustrative."""
    pays: int = 20
    """Days after the invoice on which the company pays."""
    stops_paying: bool = False
    """Whether it pays nothing from the second dues year on."""
    joins: bool = False
    leaves: str = ""
    """Reason for which it leaves in the second year."""

    @property
    def is_member(self) -> bool:
        return self.kind == "firm"


@dataclass(frozen=True, slots=True)
class Group:
    """A working group of the cast."""

    key: str
    kind: str
    body: str
    name: str
    purpose: str
    lead: str
    members: tuple[str, ...]
    guests: tuple[str, ...]
    parent: str = ""
    system: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, as the file has them."""

    consortium: dict[str, str]
    companies: tuple[Place, ...]
    institutions: tuple[Place, ...]
    office: tuple[Someone, ...]
    groups: tuple[Group, ...]

    def company_of(self, key: str) -> Place:
        """Find the company of a person."""
        return next(place for place in self.companies if any(each.key == key for each in place.people))


def read() -> Cast:
    """Read the cast."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Cast(
        consortium=told["consortium"],
        companies=tuple(_place(each) for each in told["company"]),
        institutions=tuple(_place(each) for each in told["institution"]),
        office=tuple(Someone(**each) for each in told["office"]),
        groups=tuple(Group(**_tuples(each)) for each in told["group"]),
    )


def identities(cast: Cast) -> dict[str, Person | Organisation]:
    """Enter the identities of the cast, which are of no consortium: key → person or organisation."""
    found: dict[str, Person | Organisation] = {}
    for place in (*cast.companies, *cast.institutions):
        found[place.key] = _organisation(place)
        found.update((each.key, _person(each, place.key, place.country)) for each in place.people)
    found.update((each.key, _person(each, cast.consortium["host"].lower(), "US")) for each in cast.office)
    return found


def _place(told: dict[str, Any]) -> Place:
    people = tuple(Someone(**_tuples(each)) for each in told.pop("people"))
    return Place(people=people, **_tuples(told))


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


def _organisation(place: Place) -> Organisation:
    organisation, __ = Organisation.objects.get_or_create(
        name=place.name,
        defaults={"kind": place.kind, "country": place.country, "native_name": place.native_name},
    )
    return organisation


def _person(someone: Someone, house: str, country: str) -> Person:
    email = f"{someone.key.replace('_', '.')}@{house}.example"
    known = Person.objects.filter(email=email).first()
    return known or Person.objects.create_user(
        email=email, name=someone.name, native_name=someone.native_name, time_zone=ZONES.get(country, "UTC")
    )
