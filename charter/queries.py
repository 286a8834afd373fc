"""Charters as pages show them: sections with their rules, and what a preset says at a glance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from charter import documents, questions, schemas, sources
from charter.faults import Fault
from charter.loaded import Loaded, ToldRule, place_of
from charter.models import Edition
from charter.presets import Preset
from charter.schema import Words
from charter.sources import BASES, Basis
from parties.viewer import Viewer
from web.compiled import compiled

NOT_STATED = "not_stated"
ALL = "all"
AT_ONCE = 60
"""How many stated rules a page shows without being asked for one section."""


class Hit(NamedTuple):
    """A rule that a search found."""

    title: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rules under one heading within a section: those of one body, of one tier."""

    anchor: str
    heading: str
    rules: tuple[ToldRule, ...]

    @property
    def stated(self) -> list[ToldRule]:
        return [rule for rule in self.rules if rule.is_stated]

    @property
    def silent(self) -> list[ToldRule]:
        return [rule for rule in self.rules if not rule.is_stated]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the charter."""

    key: str
    title: Words
    groups: tuple[Group, ...]

    @property
    def stated(self) -> int:
        return sum(len(group.stated) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Card:
    """A described system at a glance."""

    preset: Preset
    counts: dict[Basis, int]
    asked: int

    @property
    def shares(self) -> list[tuple[Words, str, int]]:
        """Label, code and number of rules of each basis that occurs."""
        return [(BASES[basis][0], str(basis), self.counts[basis]) for basis in BASES if self.counts.get(basis)]


def sections(loaded: Loaded, *, text: str = "", basis: str = "") -> list[Section]:
    """Lay out a charter's rules by section and heading; ``text`` and ``basis`` narrow them."""
    kept = [rule for rule in loaded.all_told() if matches(rule, text) and basis in ("", rule.basis)]
    keys = dict.fromkeys(rule.path.partition(".")[0] for rule in kept)
    return [_section(key, [rule for rule in kept if rule.path.partition(".")[0] == key]) for key in keys]


def shown(found: list[Section], asked: str) -> list[Section]:
    """Choose what one page shows: the section that is asked for, all while they are few, else the first.

    A whole charter is longer than anybody reads at once; ``all`` shows it for printing.
    """
    if asked == ALL or (not asked and sum(section.stated for section in found) <= AT_ONCE):
        return found
    chosen = [section for section in found if section.key == asked]
    return chosen or found[:1]


def counts(loaded: Loaded) -> Counter[str]:
    """Count rules by basis; those not stated too."""
    sources_of = loaded.sources
    return Counter(
        str(sources_of[path].basis) if rule.is_stated and path in sources_of else NOT_STATED
        for path, rule in loaded.rules.items()
    )


def placed(found: Iterable[Fault], loaded: Loaded) -> list[dict[str, str]]:
    """Say faults with the name of the rule that each is about, as its page has it."""
    return [{"path": each.path, "place": place(loaded, each.path), "message": each.message} for each in found]


def place(loaded: Loaded, path: str) -> str:
    """Name a rule with the headings above it; a path that the schema does not have stands as it is."""
    rule = loaded.rules.get(path)
    return " › ".join(map(str, (*rule.trail, rule.label))) if rule else path


def search(viewer: Viewer, text: str, limit: int) -> list[Hit]:
    """Find rules of the charter in force by any word of theirs."""
    told = [rule for edition in _in_force.rows(viewer) for rule in edition.loaded.all_told()]
    found = [rule for rule in told if rule.is_stated and matches(rule, text)]
    address = f"/{viewer.consortium.slug}/charter/"
    return [
        Hit(" › ".join(map(str, (*rule.trail, rule.label))), f"{address}{place_of(rule.path)}", rule.value)
        for rule in found[:limit]
    ]


@compiled
def _in_force(viewer: Viewer) -> QuerySet[Edition]:
    return Edition.objects.visible_to(viewer).effective(viewer.today).defer("document")[:1]


def matches(rule: ToldRule, text: str) -> bool:
    """Whether every word of ``text`` stands somewhere in the rule."""
    return all(word in rule.spoken for word in text.casefold().split())


def card(preset: Preset) -> Card:
    """Count what a preset states on which basis, and what founding will ask."""
    stated = documents.stated(schemas.model(), preset.document)
    expanded = sources.expand(preset.sources, stated)
    found = Counter(source.basis for source in expanded.values())
    return Card(preset, dict(found), len(questions.ask(preset)))


def _section(key: str, rules: Iterable[ToldRule]) -> Section:
    grouped: dict[tuple[str, ...], list[ToldRule]] = {}
    title: Words = ""
    for rule in rules:
        title = rule.trail[0]
        grouped.setdefault(tuple(map(str, rule.trail[1:])), []).append(rule)
    groups = tuple(
        Group(found[0].path.rpartition(".")[0].replace(".", "-"), " · ".join(heading), tuple(found))
        for heading, found in grouped.items()
    )
    return Section(key, title, groups)
