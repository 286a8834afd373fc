"""What binds cannot be changed unseen: every binding column of every table as the models list them, and every row.

The forger owns the tables and switches the triggers off (`test_plain_sql` has the other one). ``make ordeal`` tries
each column many times, in other rows.
"""

from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from random import Random

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from desk.database_owner import as_owner
from journal import sealing
from journal.fingerprints import bound_models, compare
from journal.models import Entry, Fingerprint
from parties.models import Consortium
from parties.tenancy import ALL, TenantRow, bound_columns
from tests import databases
from tests.journal.planted import execute, sealed, sealed_world, told, undone
from tests.worlds import OPENED
from treasury import payments
from treasury.models import Payment
from treasury.payments import Receipt

pytestmark = pytest.mark.django_db
OTHER = {
    "bool": "NOT coalesce({c}, false)",
    "date": "coalesce({c}, '2000-01-01') + {n}",
    "daterange": "daterange('1999-01-01', date '1999-01-01' + {n})",
    "int2": "coalesce({c}, 0) + 1",
    "int4": "coalesce({c}, 0) + {n}",
    "int8": "coalesce({c}, 0) + {n}",
    "json": "json_build_object('forged', {n})",
    "jsonb": "jsonb_build_object('forged', {n})",
    "numeric": "coalesce({c}, 0) + 1",
    "text": "coalesce({c}, '') || '{n}'",
    "time": "coalesce({c}, '00:00') + interval '{n} minutes'",
    "timestamptz": "coalesce({c}, now()) + interval '{n} seconds'",
    "uuid": "gen_random_uuid()",
    "varchar": "left('{n}' || coalesce({c}, ''), {size})",
}
"""Another value of a column, by its type."""


@pytest.fixture(scope="module")
def lasting_world(django_db_setup, django_db_blocker) -> Iterator[Consortium]:
    """The sealed world, in a session of the tables' owner."""
    with django_db_blocker.unblock(), as_owner(), sealed_world() as consortium:
        yield consortium


@pytest.fixture
def consortium(lasting_world, db) -> Consortium:
    return lasting_world


RULES = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT IF EXISTS %%I CASCADE', conrelid::regclass, conname)
    FROM pg_constraint
    WHERE contype IN ('c', 'f', 'u', 'x')
        AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
    UNION ALL SELECT format('DROP INDEX IF EXISTS %%I', indexrelid::regclass)
    FROM pg_index WHERE indisunique AND NOT indisprimary AND indrelid = ANY(%(tables)s::regclass[])
"""


def ruleless() -> list[str]:
    """Statements by which whoever owns the tables gets rid of all that would refuse a forgery, or note it."""
    tables = [model._meta.db_table for model in bound_models()]
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"tables": tables})
        drops = [statement for (statement,) in cursor.fetchall()]
    without = [f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in [*tables, Fingerprint._meta.db_table]]
    return ["SET CONSTRAINTS ALL IMMEDIATE", *drops, *without]


def columns_of(model: type[TenantRow]) -> dict[str, tuple[str, int]]:
    """Give the type and the size of each column that binds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, udt_name, coalesce(character_maximum_length, 0) FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = %s",
            [model._meta.db_table],
        )
        found = {name: (kind, size) for name, kind, size in cursor.fetchall()}
    return {column: found[column] for column in bound_columns(model)}


def other(column: str, kind: str, size: int, n: int) -> str:
    return OTHER[kind].format(c=column, n=n, size=size)


def keys_of(model: type[TenantRow], consortium: Consortium) -> list[int]:
    """Find the rows of a table; where the world has none, make one up and take stock of it."""
    rows = model._base_manager.filter(consortium=consortium).order_by("pk").values_list("pk", flat=True)
    if not rows:
        columns = columns_of(model)
        values = [other(f"NULL::{kind}", kind, size, 0) for kind, size in columns.values()]  # forgers begin at 1
        names = ", ".join(f'"{column}"' for column in columns)
        execute(
            f'INSERT INTO "{model._meta.db_table}" (id, consortium_id, {names})'
            f" VALUES (1, {consortium.pk}, {', '.join(values)})",
            f"SELECT journal_take_stock({consortium.pk})",
        )
        assert list(compare(model, consortium)) == []
    return list(rows.all())


def forgeries(model: type[TenantRow], keys: list[int], die: Random) -> Iterator[tuple[str, str]]:
    """Give statements and what must be told of them: each column changed, a row deleted, a row put in."""
    table = f'"{model._meta.db_table}"'
    for column, (kind, size) in columns_of(model).items():
        value = other(f'"{column}"', kind, size, die.randint(1, 9))
        statement = f'UPDATE {table} SET "{column}" = {value} WHERE id = {die.choice(keys)}'
        yield statement, f"was changed past the journal: {column}"
    yield f"DELETE FROM {table} WHERE id = {die.choice(keys)}", "was taken away past the journal"
    yield f"UPDATE {table} SET id = id + 1000000000 WHERE id = {die.choice(keys)}", "was put in past the journal"


def test_fu_s3_every_value_that_binds_and_every_row(consortium, request):
    die, missed, tried = Random(7), [], 0

    with undone(*ruleless()):
        for model in bound_models():
            keys = keys_of(model, consortium)
            for __ in range(request.config.getoption("--times")):
                for statement, expected in forgeries(model, keys, die):
                    tried += 1
                    with undone(statement):
                        said = [fault.problem for fault in compare(model, consortium)]
                    missed += [] if expected in said else [f"{statement}: {said}"]

    assert missed == [], "\n".join(missed)
    assert tried > 400


def test_fu_s3_a_fingerprint_forged_together_with_its_value_breaks_the_chain(consortium):
    with databases.without_triggers():
        execute(
            "UPDATE membership_declaration SET revenue = revenue / 2",
            "UPDATE journal_fingerprint print SET digests = digests || jsonb_build_object('revenue',"
            " journal_digest(salt, 'revenue', to_jsonb(own.revenue))) FROM membership_declaration own"
            " WHERE print.table_name = 'membership_declaration' AND print.row_id = own.id",
        )

    said = told(consortium)

    assert {each.split(" ", 2)[2] for each in said} == {"was changed after it was sealed"}


def test_fu_s3_stock_is_taken_of_what_was_there_before_fingerprints(consortium):
    """Bring a database to what it was before: no fingerprints, entries that name no transaction or first state."""
    receipt = Receipt("two", OPENED.date(), Decimal(9), "USD", payer=consortium_member(consortium))
    payments.record(consortium, [receipt], by=None, at=OPENED)
    with databases.without_triggers():
        execute(
            "DELETE FROM journal_fingerprint",
            "DELETE FROM journal_seal",
            "UPDATE journal_entry SET number = NULL, digest = '', first_print = NULL, last_print = NULL,"
            " written_in = NULL, written_at = NULL",
            "UPDATE journal_entry SET facts = facts - 'to' WHERE verb = 'payment.record'",
        )
    sealing.seal(consortium, at=OPENED)
    assert told(consortium) != []

    import_module("desk.migrations.0003_take_stock").take_stock(apps, None)

    assert told(consortium) == []
    sealed(consortium)
    stock = Entry.objects.filter(verb="journal.take_stock").order_by("id").values_list("subject__kind", "facts")
    assert list(stock) == [
        ("payment", {"to": "credit"}),
        ("edition", {"rows": Fingerprint.objects.count()}),
    ]


def consortium_member(consortium: Consortium):
    return Payment.payer.field.remote_field.model.objects.filter(consortium=consortium, kind="member").first()


def test_the_documentation_lists_what_does_not_bind():
    text = (settings.BASE_DIR / "docs" / "decisions" / "fingerprints.md").read_text()
    listed = {line.strip("| ") for line in text.splitlines() if line.startswith("| `")}

    assert listed == {
        f"`{model._meta.label}{'' if name == ALL else f'.{name}'}` | {why}"
        for model in apps.get_models()
        if issubclass(model, TenantRow)
        for name, why in model.FREE.items()
    }
