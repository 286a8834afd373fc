"""Narrowing lists of the API: a door names what its list is narrowed by; anything else is refused, not ignored."""

from collections.abc import Mapping

from django.core.exceptions import FieldDoesNotExist
from django.core.exceptions import ValidationError as Unfit
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend

PAGING = frozenset({"page", "page_size", "format"})


class Narrowing(BaseFilterBackend):
    """Keep the rows whose fields are as the address asks; a door's ``narrows`` is name → field."""

    def filter_queryset(self, request, queryset: QuerySet, view) -> QuerySet:
        """Narrow a list.

        :raises ValidationError: for a name that narrows nothing here, or a value that the field cannot have.
        """
        if getattr(view, "detail", False):
            return queryset
        narrows = narrows_of(view)
        asked = {name: value for name, value in request.query_params.items() if name not in PAGING and value}
        for name in asked.keys() - narrows.keys():
            raise ValidationError({name: [_unknown(narrows)]})
        for name, value in asked.items():
            known = _codes(queryset.model, narrows[name])
            if known and value not in known:
                raise ValidationError({name: [_not_among(value, known)]})
            try:
                queryset = queryset.filter(**{narrows[name]: value})
            except (ValueError, Unfit) as fault:
                raise ValidationError({name: [_("“%(value)s” is no value of it.") % {"value": value}]}) from fault
        return queryset

    def get_schema_operation_parameters(self, view) -> list[dict]:
        """Name them in the API's document."""
        model = getattr(view.queryset, "model", None)
        return [
            {"name": name, "in": "query", "required": False, "schema": _shape(model, field)}
            for name, field in narrows_of(view).items()
        ]


def narrows_of(view) -> Mapping[str, str]:
    """Give what a door's list is narrowed by."""
    return getattr(view, "narrows", {})


def _field(model: type[Model] | None, path: str) -> Field | None:
    """Find the field at the end of a path of Django's, without what is asked of it."""
    found = None
    for part in path.split("__") if model else ():
        try:
            found = model._meta.get_field(part)
        except FieldDoesNotExist:
            break
        model = found.related_model or model
    return found


def _codes(model: type[Model] | None, path: str) -> list[str]:
    return [str(code) for code, _label in getattr(_field(model, path), "flatchoices", ())]


def _shape(model: type[Model] | None, path: str) -> dict:
    if codes := _codes(model, path):
        return {"type": "string", "enum": codes}
    field = _field(model, path)
    is_day = field is not None and field.get_internal_type() == "DateField"
    return {"type": "string", "format": "date"} if is_day else {"type": "string"}


def _not_among(value: str, known: list[str]) -> str:
    return _("“%(value)s” is not a known value. Known values: %(known)s.") % {"value": value, "known": ", ".join(known)}


def _unknown(narrows: Mapping[str, str]) -> str:
    if not narrows:
        return _("This list is narrowed by nothing; leave it out.")
    return _("This list is narrowed by %(names)s.") % {"names": ", ".join(sorted(narrows))}
