"""Typed editions, kept in memory: an edition in force never changes, so its key is enough."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language

from charter import documents, schemas, sources, upcasters, words
from charter.documents import Document, Rule
from charter.schema import Words
from charter.sources import BASES, Source


@dataclass(frozen=True)
class ToldRule:
    """A rule as pages show it: what it says, where it stands, and where it comes from."""

    path: str
    trail: tuple[Words, ...]
    label: Words
    meaning: Words
    value: str
    is_stated: bool
    source: Source | None

    @property
    def basis(self) -> str:
        """Code of the basis; ``not_stated`` where the charter is silent."""
        return str(self.source.basis) if self.source else "not_stated"

    @property
    def basis_label(self) -> Words:
        return BASES[self.source.basis][0] if self.source else words.NOT_STATED

    @property
    def basis_meaning(self) -> Words:
        return BASES[self.source.basis][1] if self.source else words.NOT_STATED_MEANING

    @cached_property
    def spoken(self) -> str:
        """All its words in the language it is said in, small, for whoever looks for one of them."""
        source = self.source
        note = f"{source.source} {source.place} {source.quote} {source.note}" if source else ""
        return " ".join(map(str, (self.path, *self.trail, self.label, self.meaning, self.value, note))).casefold()


@dataclass(frozen=True, eq=False)
class Loaded:
    """A document with its typed charter and its sources. All threads read the same: nothing of it changes."""

    document: Document = field(repr=False)

    @cached_property
    def charter(self) -> Any:
        """The typed charter."""
        return schemas.typed(documents.ruled(self.document))

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        return MappingProxyType({path: sources.read(row) for path, row in self.document.get("sources", {}).items()})

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule of the schema, stated or not, by path."""
        walked = documents.rules(schemas.model(), documents.ruled(self.document))
        return MappingProxyType({rule.path: rule for rule in walked})

    def told(self, path: str) -> ToldRule:
        """Say the rule at a path.

        :raises KeyError: where the schema has no such rule.
        """
        return tell(self.rules[path], self.document, self.sources)

    def all_told(self) -> tuple[ToldRule, ...]:
        """Say every rule, in the order of the schema; said once in each language."""
        return _told(self, get_language())


@lru_cache(maxsize=256)
def _told(loaded: Loaded, _language: str | None) -> tuple[ToldRule, ...]:
    return tuple(tell(rule, loaded.document, loaded.sources) for rule in loaded.rules.values())


def place_of(path: str) -> str:
    """Give where the page of a charter shows a rule, below that page's address."""
    return f"?section={path.partition('.')[0]}#{path}"


def tell(rule: Rule, document: Mapping, known: Mapping[str, Source]) -> ToldRule:
    """Say one rule of a document."""
    return ToldRule(
        path=rule.path,
        trail=rule.trail,
        label=rule.label,
        meaning=rule.meaning,
        value=words.value_of(rule, document),
        is_stated=rule.is_stated,
        source=known.get(rule.path) if rule.is_stated else None,
    )


def load(document: Mapping, number: int) -> Loaded:
    """Lift a stored document to the schema in force."""
    return Loaded(upcasters.lift(document, number, schemas.number()))
