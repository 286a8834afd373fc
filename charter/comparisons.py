"""Charters laid side by side: two editions as a list of changes, several presets as a table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from charter import documents, presets, schemas, sources
from charter.documents import NOT_STATED, Rule
from charter.loaded import Loaded, ToldRule, tell
from charter.schema import Words
from parties.refusals import Invalid

FEWEST = 2
"""So many make a comparison."""


@dataclass(frozen=True, slots=True)
class Change:
    """One rule on which two documents differ."""

    before: ToldRule | None
    after: ToldRule | None

    @property
    def rule(self) -> ToldRule:
        return self.after or self.before  # type: ignore[return-value]

    @property
    def kind(self) -> str:
        """Whether the rule was ``added``, ``removed`` or ``changed``."""
        if self.before is None or not self.before.is_stated:
            return "added"
        return "removed" if self.after is None or not self.after.is_stated else "changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule across several documents; a cell is ``None`` where the schema has no such place in that document."""

    path: str
    trail: tuple[Words, ...]
    label: Words
    cells: tuple[ToldRule | None, ...]

    @property
    def differs(self) -> bool:
        return len({cell.value if cell and cell.is_stated else None for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several documents side by side, section by section."""

    names: tuple[str, ...]
    sections: tuple[tuple[Words, tuple[Line, ...]], ...]


def changes(before: Loaded, after: Loaded) -> list[Change]:
    """List the rules on which two editions differ, in the order of the schema."""
    paths = dict.fromkeys([*after.rules, *before.rules])
    return [
        Change(_told(before, path), _told(after, path))
        for path in paths
        if _value(before.rules, path) != _value(after.rules, path)
    ]


def proposed(base: Loaded, asked: Mapping[str, Any]) -> list[Change]:
    """List what changes asked for by path would do to a charter, in words."""
    return changes(base, Loaded(documents.changed_by(base.document, asked)))


def of_preset(key: str) -> Loaded:
    """Give a described system as if it were an edition, so that one can be held beside it.

    :raises Invalid: where there is none of that key.
    """
    preset = presets.named(key)
    paths = [rule.path for rule in documents.rules(schemas.model(), preset.document) if rule.is_stated]
    rows = {path: source.as_row() for path, source in sources.expand(preset.sources, paths).items()}
    return Loaded({**preset.document, "sources": rows})


def of_presets(keys: Collection[str] = (), *, only_differences: bool = False) -> Comparison:
    """Lay presets side by side, all or those named; rules that none of them states are left out (AL-02).

    :raises Invalid: for fewer than two, or one that there is not.
    """
    chosen = [presets.named(key) for key in dict.fromkeys(keys or presets.every())]
    if len(chosen) < FEWEST:
        raise Invalid(_("Choose at least two to lay side by side."), field="of", rule="AL-02")
    sections = _sections([_preset(preset) for preset in chosen])
    if only_differences:
        differing = ((title, tuple(line for line in lines if line.differs)) for title, lines in sections)
        sections = tuple((title, lines) for title, lines in differing if lines)
    return Comparison(tuple(preset.name for preset in chosen), sections)


def _preset(preset: presets.Preset) -> dict[str, ToldRule]:
    walked = list(documents.rules(schemas.model(), preset.document))
    known = sources.expand(preset.sources, [rule.path for rule in walked if rule.is_stated])
    return {rule.path: tell(rule, preset.document, known) for rule in walked}


def _sections(columns: Sequence[Mapping[str, ToldRule]]) -> tuple[tuple[Words, tuple[Line, ...]], ...]:
    grouped: dict[str, list[Line]] = {}
    for path in dict.fromkeys(path for column in columns for path in column):
        cells = tuple(column.get(path) for column in columns)
        told = next(cell for cell in cells if cell)
        if any(cell and cell.is_stated for cell in cells):
            grouped.setdefault(path.partition(".")[0], []).append(Line(path, told.trail, told.label, cells))
    order = [name for name in schemas.model().model_fields if name in grouped]
    return tuple((grouped[name][0].trail[0], tuple(grouped[name])) for name in order)


def _told(loaded: Loaded, path: str) -> ToldRule | None:
    return loaded.told(path) if path in loaded.rules else None


def _value(rules: Mapping[str, Rule], path: str) -> Any:
    return rules[path].value if path in rules else NOT_STATED
