"""Where each rule comes from: a parallel table, complete for every rule that a charter states."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from charter import passages


class Basis(StrEnum):
    """How far a rule may be relied on as the documents' own."""

    STATED = "stated"
    INTERPRETED = "interpreted"
    DEFAULT = "default"
    CHOSEN = "chosen"


BASES = {
    Basis.STATED: (_("Stated"), _("The documents say so.")),
    Basis.INTERPRETED: (_("Interpreted"), _("A reading of what the documents say.")),
    Basis.DEFAULT: (_("Default"), _("The documents are silent; a sensible default of the product.")),
    Basis.CHOSEN: (_("Chosen"), _("The consortium chose it, at founding or by an amendment.")),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One row of ``[sources]``."""

    source: str
    basis: Basis
    quote: str = ""
    note: str = ""

    @property
    def place(self) -> str:
        """The document and its section, or what else the rule comes from; empty for a default."""
        return passages.said(self.source)

    @property
    def remark(self) -> str:
        """What is noted, without the numbers of rules."""
        return passages.without_numbers(self.note)

    def as_row(self) -> dict[str, str]:
        return {key: str(value) for key, value in asdict(self).items() if value}


def read(row: Mapping[str, Any]) -> Source:
    """Read one row.

    :raises ValueError: for a basis that is none of the four.
    """
    return Source(
        str(row.get("source", "")), Basis(row.get("basis", "")), str(row.get("quote", "")), str(row.get("note", ""))
    )


def expand(rows: Mapping[str, Mapping], paths: Iterable[str]) -> dict[str, Source]:
    """Give each path its source. A star in a key stands for one part; an exact key comes before stars."""
    found = {path: match(rows, path) for path in paths}
    return {path: read(row) for path, row in found.items() if row is not None}


def match(rows: Mapping[str, Any], path: str) -> Any:
    """Find the row for a path: the exact one, else the one with the fewest stars, else ``None``."""
    if path in rows:
        return rows[path]
    fits = [pattern for pattern in rows if "*" in pattern and covers(pattern, path)]
    return rows[min(fits, key=lambda pattern: pattern.count("*"))] if fits else None


def covers(pattern: str, path: str) -> bool:
    """Whether a pattern such as ``bodies.*.quorum`` covers a path."""
    wanted, given = pattern.split("."), path.split(".")
    return len(wanted) == len(given) and all(w in ("*", g) for w, g in zip(wanted, given, strict=True))


def unused(rows: Mapping[str, Any], paths: Iterable[str]) -> list[str]:
    """List rows that speak of no rule: a slip of the pen in a preset."""
    paths = list(paths)
    return [pattern for pattern in rows if not any(pattern == path or covers(pattern, path) for path in paths)]
