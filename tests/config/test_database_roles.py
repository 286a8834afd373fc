"""Two roles of the database: the web's writes rows and nothing else, the owner's does the rest; each has a password."""

from functools import partial

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2.errorcodes import INSUFFICIENT_PRIVILEGE

from desk import database_owner
from tests import databases

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(settings.DATABASE_OWNER == settings.DATABASE, reason="DATABASE_OWNER_URL is not set"),
]

OF_A_TABLE = (
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER USER",
    "ALTER TABLE {table} ADD COLUMN more integer",
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "CREATE RULE more AS ON DELETE TO {table} DO INSTEAD NOTHING",
    "CREATE INDEX ON {table} (id)",
    "DROP TABLE {table} CASCADE",
)
"""What the owner may do."""
OF_NOBODY = ("ALTER TABLE {table} DISABLE TRIGGER ALL", "ALTER TABLE {table} OWNER TO {web}")
OF_THE_WHOLE = (
    "CREATE TABLE more (id integer)",
    "CREATE TEMPORARY TABLE more (id integer)",
    "CREATE SCHEMA more",
    "CREATE FUNCTION more() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE SEQUENCE more",
    "CREATE ROLE more SUPERUSER",
    "ALTER SCHEMA public OWNER TO {web}",
    "DROP SCHEMA public CASCADE",
    "ALTER ROLE {web} SUPERUSER",
    "GRANT {owner} TO {web}",
    "SET ROLE {owner}",
    "SET SESSION AUTHORIZATION {owner}",
    "SET session_replication_role = replica",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT lo_import('/etc/hostname')",
)
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
GRANTED = set(RIGHTS[:4])


def refused(statement: str) -> bool:
    """Whether the web is refused a statement for want of a right, and not for anything else."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"BEGIN; {statement}")
        except Exception as fault:
            return getattr(fault.__cause__, "pgcode", None) == INSUFFICIENT_PRIVILEGE
        finally:
            cursor.execute("ROLLBACK")
    return False


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        found = [name for (name,) in cursor.fetchall()]
    assert {model._meta.db_table for model in apps.get_models(include_auto_created=True)} < set(found)
    return found


def test_fu_s3_the_web_writes_rows_of_every_table_and_can_do_nothing_else_with_any():
    names = {"web": settings.DATABASE["USER"], "owner": settings.DATABASE_OWNER["USER"]}
    all_tables = [f'"{table}"' for table in tables()]
    statements = [each.format(table=table, **names) for table in all_tables for each in (*OF_A_TABLE, *OF_NOBODY)]
    statements += [each.format(**names) for each in OF_THE_WHOLE]

    passed = [statement for statement in statements if not refused(statement)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, has FROM unnest(%s) AS name, unnest(%s) AS has WHERE has_table_privilege(name, has)",
            [all_tables, list(RIGHTS)],
        )
        granted = set(cursor.fetchall())
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls "
            "FROM pg_roles WHERE rolname = current_user"
        )
        is_more = cursor.fetchone()[0]

    assert (passed, is_more) == ([], False)
    assert granted == {(table, right) for table in all_tables for right in GRANTED}


def test_fu_s3_the_owner_may_do_what_the_web_may_not(owner_cursor):
    for each in OF_A_TABLE:
        owner_cursor.execute(f"BEGIN; {each.format(table='journal_seal')}")
        owner_cursor.execute("ROLLBACK")

    owner_cursor.execute("SELECT current_user")
    assert owner_cursor.fetchone()[0] == settings.DATABASE_OWNER["USER"]
    assert database_owner.role() == settings.DATABASE["USER"]


def test_fu_s3_each_role_signs_in_by_its_own_password_and_nobody_else_does():
    web, owner = settings.DATABASE, settings.DATABASE_OWNER
    known = {"host": web["HOST"], "port": web.get("PORT") or None, "dbname": connection.settings_dict["NAME"]}
    come = partial(psycopg2.connect, **known)
    tried = [
        (role["USER"], password)
        for role, other in ((web, owner), (owner, web))
        for password in (None, "", other["PASSWORD"])
    ]

    came_in = []
    for user, password in [*tried, ("postgres", None), ("postgres", owner["PASSWORD"]), ("roundtable", None)]:
        try:
            come(user=user, password=password).close()
            came_in.append((user, password))
        except psycopg2.OperationalError:
            continue

    assert came_in == []
    for role in (web, owner):
        come(user=role["USER"], password=role["PASSWORD"]).close()


def test_fu_s3_migrating_grants_the_web_what_is_new(owner_cursor):
    owner_cursor.execute("CREATE TABLE notes (id bigint GENERATED BY DEFAULT AS IDENTITY, body text)")
    try:
        was_refused = refused("INSERT INTO notes (body) VALUES ('a')")
        call_command("migrate", verbosity=0)

        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO notes (body) VALUES ('a') RETURNING id")
            assert (was_refused, cursor.fetchone()) == (True, (1,))
    finally:
        owner_cursor.execute("DROP TABLE notes")


def test_fu_s3_an_installation_whose_web_owns_its_tables_is_told_so(monkeypatch):
    told = {"the web": _told()}
    with database_owner.as_owner():
        told["the owner"] = _told()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    told["nobody"] = _told()

    assert told == {"the web": [], "the owner": ["desk.W002"], "nobody": ["desk.I002"]}


def _told() -> list[str]:
    connection.close()
    return [each.id for each in database_owner.says_that_the_web_owns_nothing(None)]


@pytest.mark.usefixtures("as_owner")
def test_a_test_may_be_the_owner_and_have_no_trigger_in_its_way():
    with databases.without_triggers() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        off = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        on = cursor.fetchone()

    assert (database_owner.role(), off, on) == (settings.DATABASE_OWNER["USER"], (0,), (0,))
