"""Everything that is wrong with a charter, at once, each with its place."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from charter import documents, drafts
from charter.documents import Document
from charter.schema import LINES, Section
from web.forms import ONE_LINE, is_one_line

Coherence = Callable[[Any], Iterable["Fault"]]
"""A law between rules: reads a draft charter, in which whatever is not stated is ``None``."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and under which rule of the documents."""

    path: str
    message: str
    is_missing: bool = False
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def missing(path: str, rule: str = "") -> Fault:
    """Say that running needs a rule on which the charter is silent."""
    return Fault(path, _("not stated, and running needs it"), is_missing=True, rule=rule)


def find(model: type[Section], document: Mapping, laws: Iterable[Coherence] = ()) -> list[Fault]:
    """List every fault of a document: wrong values, unknown keys, gaps, dangling references, broken laws."""
    sound, wrong = _sift(model, documents.ruled(document))
    draft = drafts.of(model).model_validate(sound)
    broken = [fault for law in (lambda _draft: _dangling(model, sound), *laws) for fault in law(draft)]
    found = {
        (fault.path, fault.message): fault for fault in [*wrong, *_gaps(model, sound), *broken, *_lines(model, sound)]
    }
    wrong_paths = {fault.path for fault in wrong}
    return [fault for fault in found.values() if not (fault.is_missing and fault.path in wrong_paths)]


def _lines(model: type[Section], document: Mapping) -> Iterator[Fault]:
    """Find the texts that have several lines where one is meant."""
    for rule in documents.stated(model, document).values():
        if LINES not in rule.marks and not is_one_line(rule.value):
            yield Fault(rule.path, str(ONE_LINE))


def draft(model: type[Section], document: Mapping) -> Any:
    """Read what is sound of a document; whatever is wrong or missing is ``None``."""
    return drafts.of(model).model_validate(_sift(model, documents.ruled(document))[0])


def _sift(model: type[Section], document: Mapping) -> tuple[Document, list[Fault]]:
    """Part a document into what can be read and what is wrong with the rest."""
    sound, wrong = deepcopy(dict(document)), []
    while True:
        try:
            drafts.of(model).model_validate(sound)
        except ValidationError as errors:
            places = []  # all found before any is dropped: two faults of one value must not take its table along
            for error in errors.errors():
                places.append(_place(sound, error["loc"]))
                wrong.append(Fault(".".join(map(str, error["loc"])), _words(error, model)))
            for place in places:
                _drop(sound, place)
        else:
            return sound, wrong


def _place(document: Mapping, location: tuple) -> list[str]:
    """Follow an error's location as far as tables go: lists and values are dropped whole."""
    place: list[str] = []
    for part in location:
        if not isinstance(document, Mapping) or part not in document:
            break
        place.append(part)
        document = document[part]
    return place or [str(location[0])]


def _drop(document: Document, place: list[str]) -> None:
    *tables, last = place
    here: Any = document
    for key in tables:
        here = here.get(key, {})
    here.pop(last, None)


def _gaps(model: type[Section], sound: Document) -> Iterator[Fault]:
    for rule in documents.rules(model, sound):
        if rule.is_needed and not rule.is_stated:
            yield missing(rule.path)
    for name, field in model.model_fields.items():
        _section, keyed = documents.section_of(field.annotation)
        if keyed and field.is_required() and not sound.get(name):
            yield missing(name)


def _dangling(model: type[Section], sound: Document) -> Iterator[Fault]:
    """Find references to keys that their tables do not have."""
    for rule in documents.stated(model, sound).values():
        if not rule.refers and not rule.words:
            continue
        known = set(rule.words) or set(known_keys(sound, rule.refers))
        for named in _named(rule.value):
            if named and named not in known:
                yield Fault(
                    rule.path,
                    _("“%(key)s” is not one of %(known)s")
                    % {"key": named, "known": ", ".join(sorted(known)) or _("none: the charter has no such table")},
                )


def known_keys(document: Mapping, tables: Iterable[str]) -> list[str]:
    """List the keys that a reference may name. ``=word`` in ``refers`` is a word that is allowed besides."""
    known: list[str] = []
    for name in tables:
        kind, _dot, attribute = name.partition(":")
        if name.startswith("="):
            known.append(name[1:])
        elif attribute:
            known += [str(row.get(attribute)) for row in documents.table(documents.get(document, kind)).values()]
        else:
            known += list(documents.table(documents.get(document, kind)))
    return list(dict.fromkeys(known))


def _named(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        return list(value)
    return [value] if isinstance(value, str) else list(value)


def _words(error: Any, model: type[Section]) -> str:
    """Say an error of the schema in words that name what would be right."""
    given, context = error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"])
        case "extra_forbidden":
            return _unknown(error["loc"], model)
        case "missing":
            return _("not stated, and running needs it")
        case "literal_error":
            return _("“%(given)s” is not one of %(known)s") % {"given": given, "known": context["expected"]}
        case "greater_than_equal":
            return _("%(given)s is below %(bound)s") % {"given": given, "bound": context["ge"]}
        case "model_type" | "dict_type":
            return _("a table belongs here, not “%(given)s”") % {"given": given}
        case "tuple_type":
            return _("a list belongs here, not “%(given)s”") % {"given": given}
        case "string_type":
            return _("words belong here, not “%(given)s”") % {"given": given}
        case "string_too_short":
            return _("is empty")
        case kind if kind.startswith(("decimal", "finite", "int")):
            return _("“%(given)s” is not a number") % {"given": given}
        case kind if kind.startswith("bool"):
            return _("“%(given)s” is neither true nor false") % {"given": given}
        case kind if kind.startswith("date"):
            return _("“%(given)s” is not a date; one is 1998-01-01") % {"given": given}
    return f"{error['msg']} (“{given}”)"


def _unknown(location: tuple, model: type[Section]) -> str:
    fields = {field.alias or name for name, field in _at(model, location[:-1]).model_fields.items()}
    close = difflib.get_close_matches(str(location[-1]), fields, n=1)
    if close:
        return _("no such rule; did you mean “%(close)s”?") % {"close": close[0]}
    return _("no such rule")


def _at(model: type[Any], location: tuple) -> type[Any]:
    """Follow a location through the sections of the schema."""
    skip = False
    for part in location:
        if skip:
            skip = False
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        inner, keyed = documents.section_of(fields[part].annotation) if part in fields else (None, False)
        if inner is None:
            return model
        model, skip = inner, keyed
    return model
