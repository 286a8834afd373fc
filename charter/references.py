"""What a reference to a rule, as entries and duties keep it, says to a person and where it leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from charter.documents import Rule
from charter.loaded import Loaded, place_of
from charter.models import read
from charter.schema import Words


@dataclass(frozen=True, slots=True)
class Reference:
    """A rule of the charter by its name, or the ID of a document's rule as it stands."""

    words: tuple[Words, ...]
    """Where the rule stands and how it is called, outermost first."""
    place: str
    """Where the charter's page shows it, below that page's address; empty where it does not."""
    is_named: bool
    """Whether the words are a name; an ID is not."""

    def __str__(self) -> str:
        return ": ".join(map(str, self.words))


@lru_cache(maxsize=2048)
def refer(edition_id: int, rule: str) -> Reference:
    """Look a charter path or a document ID up in an edition; what stands in neither is left as it is."""
    loaded = read(edition_id)
    if rule in loaded.rules:
        found = loaded.rules[rule]
        return Reference((*found.trail[-1:], found.label), place_of(rule), True)
    first = next(_below(loaded, rule), None)
    if first is not None:
        return Reference(first.trail[-1:], place_of(first.path), True)
    is_known = any(rule in f"{source.source} {source.note}" for source in loaded.sources.values())
    return Reference((rule,), f"?q={rule}" if is_known else "", False)


def _below(loaded: Loaded, path: str) -> Iterator[Rule]:
    return (rule for rule in loaded.rules.values() if rule.path.startswith(f"{path}."))
