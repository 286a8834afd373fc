"""The database agrees: every named constraint stands there, and no relation crosses consortia."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.constraints import BaseConstraint

from parties.tenancy import SameConsortium, TenantRow

OURS = [model for model in apps.get_models() if "." not in model._meta.app_config.name]
TENANTS = [model for model in OURS if issubclass(model, TenantRow)]
RELATIONS = [
    (model, field)
    for model in TENANTS
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey) and issubclass(field.remote_field.model, TenantRow)
]


def label(value) -> str | None:
    """Name a parametrised case."""
    if isinstance(value, BaseConstraint | models.Field):
        return value.name
    return value._meta.label if isinstance(value, type) else None


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker) -> set[str]:
    """Names of all constraints and unique indexes in the database."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_named_constraint_and_index_stands_in_the_database(model, standing):
    named = {rule.name for rule in [*model._meta.constraints, *model._meta.indexes]}

    assert named - standing == set()


@pytest.mark.parametrize(("model", "field"), RELATIONS, ids=label)
def test_every_relation_between_tenant_rows_is_composite(model, field):
    held = [rule for rule in model._meta.constraints if isinstance(rule, SameConsortium) and rule.field == field.name]

    assert len(held) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), RELATIONS, ids=label)
@pytest.mark.usefixtures("as_owner")
def test_the_database_refuses_a_relation_across_consortia(model, field):
    """Try it: a lone row that names a target of another consortium trips exactly its composite key."""
    rule = next(
        rule for rule in model._meta.constraints if isinstance(rule, SameConsortium) and rule.field == field.name
    )

    broken = violations(model, field, rule.name)

    assert broken == {rule.name}


def violations(model, field, constraint: str) -> set[str]:
    """Copy the composite key onto bare tables with the same columns, and cross it.

    The model's own table has columns and rules that would refuse a bare row first; the copy has only the
    key itself, taken word for word from the database's catalogue.
    """
    target = field.remote_field.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [constraint])
        (definition,) = cursor.fetchone()
        cursor.execute("CREATE TEMP TABLE target (consortium_id bigint, id bigint, UNIQUE (consortium_id, id))")
        cursor.execute(f'CREATE TEMP TABLE source (consortium_id bigint, "{field.column}" bigint)')
        key = definition.replace(f"REFERENCES {target}(", "REFERENCES target(")
        assert key != definition, f"{constraint} points at another table: {definition}"
        cursor.execute(f"ALTER TABLE source ADD CONSTRAINT {constraint} {key}")
        cursor.execute("INSERT INTO target VALUES (1, 7)")
        cursor.execute("INSERT INTO source VALUES (1, 7)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SAVEPOINT before_crossing")
        try:
            cursor.execute("INSERT INTO source VALUES (2, 7)")
        except Exception as refused:
            cursor.execute("ROLLBACK TO before_crossing")
            return {refused.__cause__.diag.constraint_name}
        return set()


@pytest.mark.parametrize("model", TENANTS, ids=label)
def test_every_tenant_row_cannot_do_without_its_consortium(model):
    assert not model._meta.get_field("consortium").null
