"""Rule values as text and back: what stands in an input, and what was typed into it."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from charter.documents import NOT_STATED, Rule
from charter.schema import SHARE, Value, number_of

WHOLE = re.compile(r"[-+]?\d{1,18}")


def value_of(rule: Rule, given: Any) -> Any:
    """Read what was typed; ``NOT_STATED`` for nothing. What cannot be read is left to the schema to refuse."""
    if given in ("", [], None):
        return NOT_STATED
    if is_yes_or_no(rule):
        return {"yes": True, "no": False}.get(given, given)
    if switches := switches_of(rule):
        return {key: key in given for key in switches}
    if isinstance(given, list | dict):
        return given
    if SHARE in rule.marks:
        return share_of(given)
    if is_many(rule) and not given.strip().startswith("["):
        return [_number(rule, part.strip().replace("−", "-")) for part in given.split(",") if part.strip()]
    return _read(given.strip()) if given.strip().startswith(("{", "[")) else _number(rule, given.strip())


def text_of(rule: Rule, value: Any) -> Any:
    """Turn a suggested value into what stands in the input."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if SHARE in rule.marks:
        return share_text(value)
    if switches_of(rule):
        return [key for key, is_on in value.items() if is_on]
    if isinstance(value, Mapping):
        return _toml(value)
    if isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        return _toml(value)
    if isinstance(value, list):
        return list(map(str, value)) if literals(rule.field.annotation) or rule.refers else ", ".join(map(str, value))
    return str(value)


def share_of(text: str) -> Any:
    """Read a share as people type it: percent, and below 1 without a sign a part of one.

    What is no number, or one of endless digits, stays as it is, for the schema to refuse.

    >>> [str(share_of(text)) for text in ("60", "60 %", "0.6", "66,67", "0.5 %", "1", "６０％", "half")]
    ['0.6', '0.6', '0.6', '0.6667', '0.005', '0.01', '0.6', 'half']
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    number = number_of(plain.removesuffix("%").strip().replace(",", "."))
    if number is None:
        return text
    is_part = not plain.endswith("%") and abs(number) < 1
    return number if is_part else number / 100


def share_text(value: Any) -> str:
    """Write a share as percent; the sign stands where the number alone would read as a part of one.

    >>> share_text("0.6"), share_text("0.005"), share_text(1)
    ('60', '0.5 %', '100')
    """
    percent = Decimal(str(value)) * 100
    return _plain(percent) + (" %" if 0 < abs(percent) < 1 else "")


def with_shares(rules: Mapping[str, Rule], values: Mapping[str, Any]) -> dict[str, Any]:
    """Read shares that stand among values by path as text with a percent sign; numbers stay parts of one."""
    return {
        path: share_of(value)
        if isinstance(value, str) and value.rstrip().endswith(("%", "％")) and _is_share(rules.get(path))
        else value
        for path, value in values.items()
    }


def is_many(rule: Rule) -> bool:
    """Whether several may be chosen."""
    return get_origin(rule.field.annotation) is tuple or bool(switches_of(rule))


def is_yes_or_no(rule: Rule) -> bool:
    return bool in (rule.field.annotation, *get_args(rule.field.annotation))


def switches_of(rule: Rule) -> list[str]:
    """List the parts of a value that consists of yes or no alone."""
    kind = rule.field.annotation
    if not (isinstance(kind, type) and issubclass(kind, Value)):
        return []
    parts = kind.model_fields
    return list(parts) if all(part.annotation is bool for part in parts.values()) else []


def whole_of(rule: Rule) -> type[Value] | None:
    """Find what a value of several parts, or each of a list or table of such values, is made of."""
    return next((kind for kind in atoms(rule.field.annotation) if issubclass(kind, Value)), None)


def atoms(annotation: Any) -> set[type]:
    """Give the plain types that an annotation comes down to."""
    if isinstance(annotation, type) and not get_args(annotation):
        return {annotation}
    if get_origin(annotation) is Literal:
        return set(map(type, get_args(annotation)))
    return set().union(*map(atoms, get_args(annotation)))


def literals(annotation: Any) -> list[str]:
    """List the codes that an annotation allows."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [code for part in get_args(annotation) for code in literals(part)]


def _number(rule: Rule, text: str) -> Any:
    """Read a whole number where the rule is a number, so that it is stored and told as one."""
    is_number = {int, Decimal} & atoms(rule.field.annotation)
    return int(text) if is_number and WHOLE.fullmatch(text) else text


def _is_share(rule: Rule | None) -> bool:
    return rule is not None and SHARE in rule.marks


def _plain(number: Decimal) -> str:
    """Write a number without trailing zeros and without an exponent."""
    return format(number.normalize(), "f")


def _read(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        return text


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
