"""Rows that belong to one consortium, and the wall between consortia.

Every tenant row carries its consortium and is unique as (consortium, id); every relation between tenant
rows is a composite foreign key over both columns, so that pointing into another consortium is not a bug
that a view could have but a statement that PostgreSQL refuses.

What a tenant row says binds: every value that is written leaves a fingerprint in the journal, by a trigger on each
table, so that `manage.py verify` finds what was changed behind the verbs. A model names what does not bind.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models.constraints import BaseConstraint
from django.db.models.signals import class_prepared
from django.dispatch import receiver

from parties.triggers import FingerprintTrigger

ALL = "*"
"""In ``FREE``: nothing in the table binds."""
PLACE = ("id", "consortium_id")
"""Columns that say which row it is: a fingerprint names them itself."""


class TenantRow(models.Model):
    """A row of one consortium. Subclasses list their constraints as ``[*in_one_consortium("x", "body"), …]``."""

    FREE: Mapping[str, str] = MappingProxyType({})
    """Fields that do not bind, each with the reason in a few words; `ALL` for the whole table."""

    consortium = models.ForeignKey("parties.Consortium", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field) -> str:
        """Word a choice. Django's own way hashes all labels of the field, and so translates every one of them."""
        value = getattr(self, field.attname)
        return str(_labels(field).get(value, value))


def bound_columns(model: type[TenantRow]) -> list[str]:
    """Name the columns of a model that bind: what they say is fingerprinted."""
    if ALL in model.FREE:
        return []
    free = {*PLACE, *_columns(model, model.FREE)}
    return [field.column for field in model._meta.local_concrete_fields if field.column not in free]


@receiver(class_prepared)
def _fingerprint(sender: type[models.Model], **given: Any) -> None:
    """Give every table of tenant rows its triggers; migrations see them like those of ``Meta``."""
    if issubclass(sender, TenantRow) and ALL not in sender.FREE:
        for operation in ("insert", "update", "delete"):
            FingerprintTrigger(operation, free=[*PLACE, *_columns(sender, sender.FREE)]).register(sender)


def _columns(model: type[models.Model], names: Iterable[str]) -> list[str]:
    return [model._meta.get_field(name).column for name in names]


@cache
def _labels(field: models.Field) -> Mapping[Any, Any]:
    """The labels of a field's choices, still to be translated."""
    return MappingProxyType(dict(field.flatchoices))


class SameConsortium(BaseConstraint):
    """The row that ``field`` points at belongs to the same consortium (composite foreign key)."""

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name, violation_error_message="This belongs to another consortium.")
        self.field = field

    def create_sql(self, model, schema_editor) -> None:
        """Queue the key behind the migration's other statements: its target may get its index later."""
        schema_editor.deferred_sql.append(self._add_sql(model, schema_editor))

    constraint_sql = create_sql

    def remove_sql(self, model, schema_editor) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT IF EXISTS {quote(self.name)}"

    def validate(self, model, instance, exclude=None, using="default") -> None:
        """Leave the check to the database: forms fetch through ``visible_to``, which already refuses."""

    def deconstruct(self):
        return f"{self.__class__.__module__}.{self.__class__.__name__}", (), {"field": self.field, "name": self.name}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameConsortium) and (self.field, self.name) == (other.field, other.name)

    __hash__ = BaseConstraint.__hash__

    def _add_sql(self, model, schema_editor) -> str:
        field = model._meta.get_field(self.field)
        quote = schema_editor.quote_name
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (consortium_id, {quote(field.column)}) "
            f"REFERENCES {quote(field.remote_field.model._meta.db_table)} (consortium_id, "
            f"{quote(field.target_field.column)}) DEFERRABLE INITIALLY DEFERRED"
        )


def in_one_consortium(table: str, *fields: str) -> Iterable[BaseConstraint]:
    """Yield the unique (consortium, id) of ``table`` and one composite key for each of ``fields``."""
    yield models.UniqueConstraint(fields=["consortium", "id"], name=f"{table}_in_its_consortium")
    for field in fields:
        yield SameConsortium(field=field, name=f"{table}_{field}_of_same_consortium")
