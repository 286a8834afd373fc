"""Comparing rows with the fingerprints that the journal has of them, one table at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from journal.models import Entry, Subject, SubjectRow
from parties.models import Consortium
from parties.tenancy import TenantRow, bound_columns

PRINTS = "SELECT * FROM journal_fingerprint WHERE consortium_id = %(consortium)s AND table_name = %(table)s"

STRANGE = f"""
    WITH known AS (
        SELECT DISTINCT ON (row_id) row_id, is_gone FROM ({PRINTS}) print ORDER BY row_id, id DESC
    ), held AS (
        SELECT id FROM {{table}} WHERE consortium_id = %(consortium)s
    )
    SELECT coalesce(held.id, known.row_id), held.id IS NOT NULL
    FROM known FULL JOIN held ON held.id = known.row_id
    WHERE coalesce(known.is_gone, true) = (held.id IS NOT NULL) ORDER BY 1
"""  # noqa: S608 (names of our own tables)
"""Rows that are there without a fingerprint, or gone without one that says so."""

CHANGED = f"""
    WITH known AS (
        SELECT DISTINCT ON (print.row_id, told.key) print.row_id, told.key, told.value, print.salt
        FROM ({PRINTS}) print CROSS JOIN jsonb_each_text(print.digests) told
        ORDER BY print.row_id, told.key, print.id DESC
    ), held AS (
        SELECT own.id, each.key, each.value FROM {{table}} own CROSS JOIN jsonb_each(to_jsonb(own)) each
        WHERE own.consortium_id = %(consortium)s AND each.key = ANY(%(columns)s)
        AND EXISTS (SELECT FROM known WHERE known.row_id = own.id)
    )
    SELECT held.id, array_agg(held.key ORDER BY held.key)
    FROM held LEFT JOIN known ON known.row_id = held.id AND known.key = held.key
    WHERE known.value IS NULL OR known.value <> journal_digest(known.salt, held.key, held.value)
    GROUP BY held.id ORDER BY held.id
"""  # noqa: S608
"""Rows that say something else than their latest fingerprint of each column."""

UNEXPLAINED = """
    WITH explained AS (
        SELECT written_in, written_at, bool_or(number IS NULL) AS will_be, max(last_print) AS last_print
        FROM journal_entry WHERE consortium_id = %s AND written_in IS NOT NULL GROUP BY written_in, written_at
    )
    SELECT print.table_name, print.row_id, print.is_gone, ARRAY(SELECT jsonb_object_keys(print.digests) ORDER BY 1)
    FROM journal_fingerprint print LEFT JOIN explained
        ON explained.written_in = print.written_in AND explained.written_at = print.written_at
    WHERE print.consortium_id = %s AND (explained.will_be OR explained.last_print >= print.id) IS NOT TRUE
    ORDER BY print.id
"""
"""Fingerprints in whose transaction nobody wrote an entry, and those that came after the entry had been sealed."""

TOLD_WITH = """
    SELECT subject.kind, subject.number FROM journal_fingerprint print
    JOIN journal_entry entry ON entry.written_in = print.written_in AND entry.written_at = print.written_at
        AND entry.consortium_id = print.consortium_id
    JOIN journal_subject subject ON subject.id = entry.subject_id
    WHERE print.consortium_id = %s AND print.table_name = %s AND print.row_id = %s
    ORDER BY print.id DESC, entry.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the journal does not hold."""

    place: str
    problem: str


def bound_models() -> list[type[TenantRow]]:
    """Give the models whose tables bind, as the models themselves say."""
    return [model for model in apps.get_models() if issubclass(model, TenantRow) and bound_columns(model)]


def compare(model: type[TenantRow], consortium: Consortium) -> Iterator[Fault]:
    """Check one table: rows put in, taken away or changed by whoever went past the triggers. It prints no value."""
    asked = {
        "consortium": consortium.pk,
        "table": model._meta.db_table,
        "columns": bound_columns(model),
    }
    for key, is_there in _rows(STRANGE.format(table=connection.ops.quote_name(asked["table"])), asked):
        if is_there:
            yield Fault(place_of(model, key, consortium), "was put in past the journal")
        else:
            yield Fault(place_of(model, key, consortium), "was taken away past the journal")
    for key, columns in _rows(CHANGED.format(table=connection.ops.quote_name(asked["table"])), asked):
        yield Fault(place_of(model, key, consortium), f"was changed past the journal: {', '.join(columns)}")


def unexplained(consortium: Consortium) -> Iterator[Fault]:
    """Find what was written in a transaction that wrote no entry."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    for table, key, is_gone, columns in _rows(UNEXPLAINED, [consortium.pk, consortium.pk]):
        place = place_of(models[table], key, consortium) if table in models else f"{table} {key}"
        what = "was deleted" if is_gone else f"was written ({', '.join(columns)})"
        yield Fault(place, f"{what}, and no entry says why")


def place_of(model: type[TenantRow], key: int, consortium: Consortium) -> str:
    """Name a row as people know it: "motion 12", "invoice 2026-0004", "ballot 7 of item 3 of motion 12"."""
    row = model._base_manager.filter(pk=key).first()
    if row:
        return _name(row)
    told = _rows(TOLD_WITH, [consortium.pk, model._meta.db_table, key])
    return f"{model._meta.verbose_name} {key}" + "".join(f", last told of with {_kind(kind)} {n}" for kind, n in told)


def _name(row: TenantRow) -> str:
    if isinstance(row, SubjectRow):
        name = f"{_kind(row.KIND)} {getattr(row, 'label', row.number)}"
        if hasattr(row, "get_absolute_url"):
            return name
    else:
        name = f"{row._meta.verbose_name} {row.pk}"
    owner = next(_owners(row), None)
    return f"{name} of {_kind(str(owner)) if isinstance(owner, Subject) else _name(owner)}" if owner else name


def _owners(row: TenantRow) -> Iterator[TenantRow]:
    """Give the rows that a row belongs to, in the order of its fields, as far as they are there."""
    for field in row._meta.local_concrete_fields:
        target = field.related_model if field.is_relation and field.name != "subject" else None
        if target and issubclass(target, TenantRow) and target not in (Entry, type(row)):
            yield from target._base_manager.filter(pk=getattr(row, field.attname))


def _kind(kind: str) -> str:
    return kind.replace("_", " ")


def _rows(statement: str, values: list | dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
