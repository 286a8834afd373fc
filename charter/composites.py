"""Which grid of inputs asks for a rule of several parts, and how its cells become the rule's value and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_origin

from django import forms
from django.utils.text import slugify
from pydantic.fields import FieldInfo

from charter import documents, words
from charter.documents import NOT_STATED, Document, Rule
from charter.faults import known_keys
from charter.grids import SPARE, Cells, GridField, Part, Row
from charter.schema import Value
from charter.typed import WHOLE, atoms, literals, switches_of, whole_of

NEW = "new"


def grid_of(rule: Rule, document: Document, value: Any, **told: Any) -> GridField | None:
    """Build the grid for a rule of several parts; nothing for a rule that one input can ask for."""
    if switches_of(rule):
        return None
    whole, origin = whole_of(rule), get_origin(rule.field.annotation)
    parts = _parts(whole, document) if whole else [_single(rule)]
    given = None if value is NOT_STATED else value
    if origin is tuple and whole:
        return GridField(_spare(len(given or ())), parts, _listed, _cells_of_list(given or ()), **told)
    if origin is dict and rule.refers:
        rows = [Row(key, str(words.name_of(key, rule.refers, document))) for key in known_keys(document, rule.refers)]
        return GridField(rows, parts, _keyed, _cells_of_table(given or {}), **told)
    if origin is dict:
        rows = [*(Row(key) for key in given or {}), *_spare(0)]
        return GridField(rows, parts, _named, _cells_of_table(given or {}), **told)
    return GridField([Row("")], parts, _whole, _cells_of_table({"": given} if given else {}), **told) if whole else None


def part_at(rule: Rule, rest: str) -> str:
    """Name the part of a rule that the rest of a fault's path leads to; empty where it is about the whole."""
    whole, name = whole_of(rule), rest.rpartition(".")[2]
    return _label(name, whole.model_fields[name]) if whole and name in whole.model_fields else ""


def _parts(whole: type[Value], document: Document) -> list[Part]:
    return [Part(name, _label(name, field), _input(field, document)) for name, field in whole.model_fields.items()]


def _label(name: str, field: FieldInfo) -> str:
    return str(documents.told(field, "label") or words.PARTS.get(name, name))


def _single(rule: Rule) -> Part:
    is_number = int in atoms(rule.field.annotation)
    return Part("", "", forms.NumberInput() if is_number else forms.TextInput())


def _input(field: FieldInfo, document: Document) -> forms.Widget:
    """Ask for one part: by a choice where the schema knows all, else as its kind is typed."""
    refers = documents.told(field, "refers") or ()
    codes = known_keys(document, refers) if refers else [code for code in literals(field.annotation) if code]
    if codes:
        return forms.Select(choices=[("", "—"), *((code, words.name_of(code, refers, document)) for code in codes)])
    kinds = atoms(field.annotation)
    if date in kinds:
        return forms.DateInput(attrs={"type": "date"})
    return forms.NumberInput() if int in kinds else forms.TextInput()


def _spare(filled: int) -> list[Row]:
    """Rows by their number, with empty ones for what is to be added."""
    return [Row(f"{NEW}{number}") for number in range(filled + SPARE)]


def _cells_of_list(value: Any) -> Cells:
    return {f"{NEW}{number}": _texts(each) for number, each in enumerate(value)}


def _cells_of_table(value: Mapping) -> Cells:
    return {key: _texts(each) for key, each in value.items()}


def _texts(value: Any) -> dict[str, str]:
    parts = value if isinstance(value, Mapping) else {"": value}
    return {name: str(part) for name, part in parts.items()}


def _whole(cells: Cells) -> Any:
    return _values(cells.get("", {}))


def _listed(cells: Cells) -> list:
    return [_values(row) for row in cells.values()]


def _keyed(cells: Cells) -> dict:
    return {key: _values(row) for key, row in cells.items()}


def _named(cells: Cells) -> dict:
    """Keep the keys of what was there; what is added takes a key from its name."""
    named = {key: row[""] for key, row in cells.items() if not key.startswith(NEW)}
    for key, row in cells.items():
        if key.startswith(NEW):
            named[_free_key(row[""], named)] = row[""]
    return named


def _free_key(name: str, taken: Mapping) -> str:
    key = slugify(name).replace("-", "_")[:20] or "entry"
    number = 2
    while key in taken:
        key, number = f"{key[:16]}_{number}", number + 1
    return key


def _values(row: dict[str, str]) -> Any:
    read = {name: _number(text) for name, text in row.items()}
    return read.get("", read)


def _number(text: str) -> int | str:
    plain = text.replace("−", "-")
    return int(plain) if WHOLE.fullmatch(plain) else text
