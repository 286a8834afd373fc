"""What binds cannot be changed unseen: every binding column of every table as the models list them, and every row.

One forger owns the database and switches the triggers off, the other has the application's role and plain SQL.
``make ordeal`` tries each column many times, in other rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from random import Random

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from consortium.models import Ballot
from journal import sealing, verification
from journal.fingerprints import bound_models, compare
from journal.models import Entry, Fingerprint
from parties.models import Consortium
from parties.tenancy import ALL, TenantRow, bound_columns
from tests import worlds
from tests.access import things
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
    """The world of the access table, all of it sealed, in a transaction around all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = worlds.asrc()
        things.fill(world)
        execute("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")
        yield sealed(world.consortium)
        transaction.set_rollback(True)


@pytest.fixture
def consortium(lasting_world, db) -> Consortium:
    return lasting_world


def sealed(consortium: Consortium) -> Consortium:
    while sealing.seal(consortium, at=OPENED):
        pass
    assert verification.verify(consortium) == []
    return consortium


@contextmanager
def undone(*statements: str) -> Iterator[None]:
    """Execute statements, and take back whatever is done inside."""
    with transaction.atomic():
        execute(*statements)
        yield
        transaction.set_rollback(True)


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def told(consortium: Consortium) -> list[str]:
    return [f"{fault.place} {fault.problem}" for fault in verification.verify(consortium)]


RULES = """
    SELECT format('ALTER TABLE %%I DROP CONSTRAINT IF EXISTS %%I CASCADE', class.relname, conname)
    FROM pg_constraint JOIN pg_class class ON class.oid = conrelid
    WHERE contype IN ('c', 'u', 'x') AND class.relname = ANY(%(tables)s)
    UNION ALL SELECT format('DROP INDEX IF EXISTS %%I', indexrelid::regclass)
    FROM pg_index JOIN pg_class class ON class.oid = indrelid
    WHERE indisunique AND NOT indisprimary AND class.relname = ANY(%(tables)s)
"""


def ruleless() -> list[str]:
    """Statements by which whoever owns the tables gets rid of all that would refuse a forgery."""
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"tables": [model._meta.db_table for model in bound_models()]})
        drops = [statement for (statement,) in cursor.fetchall()]
    return ["SET CONSTRAINTS ALL IMMEDIATE", *drops, "SET LOCAL session_replication_role = replica"]


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
        values = [other(f"NULL::{kind}", kind, size, 1) for kind, size in columns.values()]
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

    assert missed == []
    assert tried > 400


DECIDED = "SELECT id FROM consortium_motion WHERE state = 'closed' ORDER BY id LIMIT 1"
ITEM = f"(SELECT id FROM consortium_item WHERE motion_id = ({DECIDED}) ORDER BY id LIMIT 1)"
WITH_THE_APPLICATIONS_ROLE = [
    (f"UPDATE consortium_ballot SET choice = 'against' WHERE item_id = {ITEM}", "ballot", "choice"),
    (f"DELETE FROM consortium_ballot WHERE item_id = {ITEM}", "ballot", "was deleted, and no entry says why"),
    (f"UPDATE consortium_motion SET text = 'Forged' WHERE id = ({DECIDED})", "motion 1", "(text)"),
    ("UPDATE membership_declaration SET revenue = revenue / 2", "declaration 1", "(revenue)"),
    (
        "UPDATE consortium_seat SET person_id = (SELECT max(id) FROM parties_person) WHERE number = 3",
        "seat 3",
        "(person_id)",
    ),
    (
        "UPDATE treasury_payment SET payer_id = (SELECT subject_id FROM membership_member LIMIT 1)",
        "payment 1",
        "(payer_id)",
    ),
    (
        "UPDATE journal_particulars SET words = '{\"forged\": 1}'"
        " WHERE entry_id = (SELECT id FROM journal_entry WHERE number = 5)",
        "entry 5",
        "do not match their digest",
    ),
    (
        "DELETE FROM journal_particulars WHERE entry_id = (SELECT id FROM journal_entry WHERE number = 5)",
        "entry 5",
        "no entry of an erasure names it",
    ),
]


def test_fu_s3_plain_sql_with_the_applications_role(consortium):
    missed = []

    with undone(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "CREATE ROLE forger",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO forger",
    ):
        for statement, place, problem in WITH_THE_APPLICATIONS_ROLE:
            with undone("SET LOCAL ROLE forger", statement, "RESET ROLE"):
                said = told(consortium)
            if not any(place in each and problem in each for each in said):
                missed.append(f"{statement}: {said}")

    assert missed == []


def test_fu_s3_nobody_writes_fingerprints_by_hand(consortium):
    columns = "consortium_id, table_name, row_id, salt, digests, is_gone, written_in, written_at"
    stolen = f"INSERT INTO journal_fingerprint ({columns}) SELECT {columns} FROM journal_fingerprint"
    for statement in (
        "UPDATE journal_fingerprint SET salt = 'x'",
        "DELETE FROM journal_fingerprint",
        stolen.replace("written_in, written_at FROM", "written_in - 1, written_at FROM"),
        "UPDATE journal_entry SET written_in = 1 WHERE number IS NULL OR number = 3",
    ):
        with pytest.raises(Exception, match=r"final|was not written in|Cannot update"), transaction.atomic():
            execute("SET LOCAL pgtrigger.ignore = '{}'", statement)


def test_fu_s3_a_fingerprint_forged_together_with_its_value_breaks_the_chain(consortium):
    execute(
        "SET LOCAL session_replication_role = replica",
        "UPDATE membership_declaration SET revenue = revenue / 2",
        "UPDATE journal_fingerprint print SET digests = digests || jsonb_build_object('revenue',"
        " journal_digest(salt, 'revenue', to_jsonb(own.revenue))) FROM membership_declaration own"
        " WHERE print.table_name = 'membership_declaration' AND print.row_id = own.id",
        "SET LOCAL session_replication_role = origin",
    )

    said = told(consortium)

    assert [each.split(" ", 2)[2] for each in said] == ["was changed after it was sealed"]


def test_fu_s3_the_same_vote_has_another_digest_each_time(consortium):
    prints = Fingerprint.objects.filter(table_name="consortium_ballot", digests__has_key="choice")
    digests = list(prints.values_list("digests__choice", flat=True))

    assert set(Ballot.objects.values_list("choice", flat=True)) == {"for"}
    assert len(set(digests)) == len(digests) > 10


def test_fu_s3_a_fault_tells_no_value(consortium):
    execute(f"UPDATE consortium_ballot SET choice = 'abstain' WHERE item_id = {ITEM}")
    execute("UPDATE membership_declaration SET revenue = 123456789")

    said = "\n".join(told(consortium))

    assert "of motion 1 was written (choice), and no entry says why" in said
    assert not [word for word in ("abstain", "123456789", "700000000") if word in said]


def test_fu_s3_stock_is_taken_of_what_was_there_before_fingerprints(consortium):
    """Bring a database to what it was before: no fingerprints, entries that name no transaction or first state."""
    receipt = Receipt("two", OPENED.date(), Decimal(9), "USD", payer=consortium_member(consortium))
    payments.record(consortium, [receipt], by=None, at=OPENED)
    execute(
        "SET LOCAL session_replication_role = replica",
        "DELETE FROM journal_fingerprint",
        "DELETE FROM journal_seal",
        "UPDATE journal_entry SET number = NULL, digest = '', first_print = NULL, last_print = NULL,"
        " written_in = NULL, written_at = NULL",
        "UPDATE journal_entry SET facts = facts - 'to' WHERE verb = 'payment.record'",
        "SET LOCAL session_replication_role = origin",
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
