"""Draft models: the schema's twin in which every rule may be left out, so that all faults show at once."""

from functools import cache
from typing import Annotated, Any, Optional

from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from charter.documents import section_of
from charter.schema import Section


@cache
def of(model: type[Section]) -> Any:
    """Build the twin of a section: same names, same checks, same methods, nothing required."""
    fields = {name: _loosened(field) for name, field in model.model_fields.items()}
    return create_model(f"Draft{model.__name__}", __base__=model, **fields)


def _loosened(field: FieldInfo) -> Any:
    told: dict[str, Any] = {"json_schema_extra": field.json_schema_extra}
    if field.alias:
        told["alias"] = field.alias
    inner, keyed = section_of(field.annotation)
    if inner is not None and keyed:
        return dict[str, of(inner)], Field(default_factory=dict, **told)
    if inner is not None:
        twin = of(inner)
        return twin, Field(default_factory=twin, **told)
    checked = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    default = {"default_factory": field.default_factory} if field.default_factory else {"default": _default(field)}
    return Optional[checked], Field(**default, **told)  # noqa: UP045


def _default(field: FieldInfo) -> Any:
    return None if field.is_required() else field.default
