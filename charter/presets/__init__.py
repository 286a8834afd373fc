"""The described systems that a consortium can be founded from: what the documents say, and nothing else."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from charter.documents import Document, ruled
from parties.refusals import Invalid

HERE = Path(__file__).parent
COMMON = "suggestions"


@dataclass(frozen=True, slots=True)
class Preset:
    """One file: its rules, where they come from, and what it offers where it is silent."""

    key: str
    document: Document = field(repr=False)
    sources: Mapping[str, Any] = field(repr=False)
    suggestions: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.name} ({self.period})" if self.period else self.name

    @property
    def name(self) -> str:
        return self.document["identity"]["name"]

    @property
    def period(self) -> str:
        return self.document["identity"].get("period", "")

    @property
    def goal(self) -> str:
        return self.document["identity"].get("goal", "")


@cache
def every() -> Mapping[str, Preset]:
    """Read all presets, by key, in the order of their names."""
    files = sorted(HERE.glob("*.toml"))
    return MappingProxyType({path.stem: _preset(path) for path in files if path.stem != COMMON})


def named(key: str) -> Preset:
    """Find a preset.

    :raises Invalid: where there is none of that key.
    """
    if key not in every():
        raise Invalid(f"There is no preset “{key}”; there are {', '.join(every())}.", field="preset")
    return every()[key]


@cache
def common_suggestions() -> Mapping[str, Any]:
    """Offers that stand in any preset."""
    return MappingProxyType(read(HERE / f"{COMMON}.toml"))


def read(path: Path) -> Document:
    """Read a TOML file, with exact decimals."""
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def _preset(path: Path) -> Preset:
    content = read(path)
    return Preset(path.stem, ruled(content), content["sources"], content.get("suggestions", {}))
