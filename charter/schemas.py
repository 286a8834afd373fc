"""The schema in force: the model that ``config`` assembles, reached by its dotted name so that imports run down."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from charter import faults
from charter.faults import Coherence, Fault
from charter.schema import Section

CHARTER = "config.charter.Charter"
COHERENCE = "config.charter.COHERENCE"


@cache
def model() -> type[Section]:
    """The typed charter."""
    return import_string(CHARTER)


@cache
def coherence() -> tuple[Coherence, ...]:
    """The laws between rules, of all apps."""
    return tuple(import_string(COHERENCE))


def number() -> int:
    """The number of the schema in force."""
    return model().SCHEMA  # type: ignore[attr-defined]


def faults_of(document: Mapping) -> list[Fault]:
    """List everything that is wrong with a document or missing from it."""
    return faults.find(model(), document, coherence())


def only_missing(found: Iterable[Fault]) -> bool:
    """Whether the charter is merely incomplete."""
    return all(fault.is_missing for fault in found)


def typed(document: Mapping) -> Any:
    """Read a complete document as the typed charter.

    :raises pydantic.ValidationError: for one that has faults; ``faults_of`` says them in words.
    """
    return model().model_validate(document)
