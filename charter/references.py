"""What a reference to a rule, as entries and duties keep it, says to a person and where it leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from django.utils.translation import get_language

from charter import passages
from charter.documents import Rule
from charter.loaded import Loaded, place_of
from charter.models import read
from charter.schema import Words


@dataclass(frozen=True, slots=True)
class Reference:
    """A rule of the charter by its name, or where a rule of the documents stands."""

    words: tuple[Words, ...]
    """Where the rule stands and how it is called, outermost first."""
    place: str
    """Where the charter's page shows it, below that page's address; empty where it does not."""
    is_named: bool
    """Whether the words name a rule of the charter."""

    def __str__(self) -> str:
        return ": ".join(map(str, self.words))


def refer(edition_id: int, rule: str) -> Reference:
    """Look a charter path, or the number of a document's rule, up in an edition, in the reader's language.

    A number reads as the rule of the charter that rests on it, or as what all of those have in common; where nothing
    rests on it, as its place in the documents.
    """
    return _refer(edition_id, rule, get_language())


@lru_cache(maxsize=2048)
def _refer(edition_id: int, rule: str, _language: str | None) -> Reference:
    loaded = read(edition_id)
    if rule in loaded.rules:
        found = loaded.rules[rule]
        return Reference((*found.trail[-1:], found.label), place_of(rule), True)
    first = next(_below(loaded, rule), None)
    if first is not None:
        return Reference(first.trail[-1:], place_of(first.path), True)
    number = passages.ID.match(rule)
    return _numbered(loaded, number.group() if number else rule)


def _numbered(loaded: Loaded, number: str) -> Reference:
    """Read the number of a document's rule, or of a default; other words stand as they are."""
    is_known = any(number in f"{source.source} {source.note}" for source in loaded.sources.values())
    resting = [path for path, source in loaded.sources.items() if number in passages.ID.findall(source.source)]
    shared = _shared([loaded.rules[path] for path in resting])
    names_one = len(shared) > (0 if number.startswith("E-") else 1)  # a section alone is no name for a passage
    words = shared[-2:] if names_one else (_passage(loaded, number),)
    return Reference(words, f"?q={number}" if is_known else "", names_one)


def _passage(loaded: Loaded, number: str) -> str:
    """Say where the documents have a rule, to a consortium whose charter rests on that document."""
    document = passages.document_of(number)
    rests_on = any(source.source.startswith(document) for source in loaded.sources.values())
    return passages.of_rule(number if rests_on else "")


def _shared(rules: list[Rule]) -> tuple[Words, ...]:
    """Give the headings, and the name where it is one rule, that rules have in common."""
    places = [(*rule.trail, rule.label) for rule in rules]
    common = takewhile(lambda each: len(set(map(str, each))) == 1, zip(*places, strict=False))
    return tuple(each[0] for each in common)


def _below(loaded: Loaded, path: str) -> Iterator[Rule]:
    return (rule for rule in loaded.rules.values() if rule.path.startswith(f"{path}."))
