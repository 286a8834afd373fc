"""Charter documents: plain nested tables, and the rules in them, each at a dotted path such as ``bodies.ec.quorum``."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from django.core.serializers.json import DjangoJSONEncoder
from pydantic.fields import FieldInfo

from charter.schema import Section, Words

NOT_STATED = object()
"""The value of a rule on which the charter is silent."""

APART = frozenset({"schema", "sources", "suggestions"})
"""Tables of a document that hold no rules."""

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One place in the schema, with what the document says there."""

    path: str
    field: FieldInfo
    value: Any = NOT_STATED
    is_needed: bool = False
    """Running needs it: required in a section that the charter has or must have."""
    trail: tuple[Words, ...] = ()
    """Headings above it, from the section down."""

    @property
    def is_stated(self) -> bool:
        return self.value is not NOT_STATED

    @property
    def label(self) -> Words:
        return told(self.field, "label") or self.path.rpartition(".")[2]

    @property
    def meaning(self) -> Words:
        return told(self.field, "meaning")

    @property
    def refers(self) -> tuple[str, ...]:
        """Tables among whose keys the value is found."""
        return told(self.field, "refers") or ()

    @property
    def marks(self) -> list[Any]:
        """What the schema attaches to the value, such as that it reads as percent."""
        parts = get_args(self.field.annotation)
        return [*self.field.metadata, *(mark for part in parts for mark in get_args(part))]

    @property
    def words(self) -> Mapping[str, Words]:
        """The only codes that the value may have, with how they read; empty where any value goes."""
        return told(self.field, "words") or {}


def told(field: FieldInfo, what: str) -> Any:
    """Look up what ``says`` declared of a field."""
    return (field.json_schema_extra or {}).get(what, "")


def rules(
    model: type[Section],
    document: Mapping,
    path: str = "",
    *,
    trail: tuple[Words, ...] = (),
    is_there: bool = True,
) -> Iterator[Rule]:
    """Walk every rule of the schema in its order, for each key that the document's tables have."""
    for name, field in own_first(model):
        key = field.alias or name
        here = f"{path}.{key}" if path else key
        value = document.get(key, NOT_STATED)
        inner, keyed = section_of(field.annotation)
        if inner is None:
            yield Rule(here, field, value, is_there and field.is_required(), trail)
        elif keyed:
            for entry, content in table(value).items():
                below = (*trail, told(field, "label"), table(content).get("name", entry))
                yield from rules(inner, table(content), f"{here}.{entry}", trail=below)
        else:
            needed = is_there and (value is not NOT_STATED or not is_optional(field.annotation))
            below = (*trail, told(field, "label"))
            yield from rules(inner, table(value), here, trail=below, is_there=needed)


def own_first(model: type[Section]) -> list[tuple[str, FieldInfo]]:
    """List a section's fields, its own before those that it inherits: a body's name before how it votes."""
    fields = model.model_fields.items()
    return sorted(fields, key=lambda item: item[0] not in model.__annotations__)


def stated(model: type[Section], document: Mapping) -> dict[str, Rule]:
    """Rules that the document states, by path."""
    return {rule.path: rule for rule in rules(model, document) if rule.is_stated}


def section_of(annotation: Any) -> tuple[type[Section] | None, bool]:
    """Find the section behind an annotation, and whether it is a table of such sections by key."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation, False
    if get_origin(annotation) is dict:
        value = get_args(annotation)[1]
        return (value, True) if isinstance(value, type) and issubclass(value, Section) else (None, False)
    for part in get_args(annotation):
        if isinstance(part, type) and issubclass(part, Section):
            return part, False
    return None, False


def is_optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def table(value: Any) -> Mapping:
    """Read a value as a table; whatever is none counts as empty, for the fault is reported elsewhere."""
    return value if isinstance(value, Mapping) else {}


def get(document: Mapping, path: str) -> Any:
    """Read what stands at a path, or ``NOT_STATED``."""
    for key in path.split("."):
        if not isinstance(document, Mapping) or key not in document:
            return NOT_STATED
        document = document[key]
    return document


def put(document: Document, path: str, value: Any) -> Document:
    """Return a copy of the document with ``value`` at the path; ``NOT_STATED`` removes what stands there."""
    changed = deepcopy(document)
    *tables, last = path.split(".")
    place = changed
    for key in tables:
        place = place.setdefault(key, {})
    if value is NOT_STATED:
        place.pop(last, None)
    else:
        place[last] = value
    return changed


def changed_by(document: Document, changes: Mapping[str, Any]) -> Document:
    """Return a copy with changes put in: path → value, ``None`` to say nothing."""
    for path, value in changes.items():
        document = put(document, path, NOT_STATED if value is None else value)
    return document


def ruled(document: Mapping) -> Document:
    """Leave out the tables that hold no rules (sources, suggestions)."""
    return {key: value for key, value in document.items() if key not in APART}


def plain(document: Mapping) -> Document:
    """Turn a document into JSON values: decimals and dates become text that the schema reads back."""
    return json.loads(json.dumps(document, cls=DjangoJSONEncoder))
