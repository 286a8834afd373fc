"""Test databases as copies of one migrated template: a copy takes 0.05 s where migrating takes seconds."""

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config import addresses
from config.embedded import locks
from desk import database_owner
from desk.database_owner import as_owner

ROOT = Path(__file__).resolve().parent.parent


def use_a_fresh_copy() -> str:
    """Point the connection at a new copy of the template and return the copy's name."""
    name = connection.creation._get_test_db_name()
    template = f"{settings.DATABASES['default']['NAME']}_template_{fingerprint()}"
    with locks.hold(settings.VAR / "template.lock", "", wait=True):
        if not _exists(template):
            _make_template(template)
        _copy(template, name)
    return name


@contextmanager
def another(name: str) -> Iterator[str]:
    """Have the connection point at a copy ``name`` of the database that it points at, and drop that one afterwards."""
    here = connection.settings_dict["NAME"]
    _copy(here, name)
    try:
        yield name
    finally:
        _point_at(here)
        drop(name)


def create(name: str) -> None:
    """Make an empty database."""
    _run(f'CREATE DATABASE "{name}"')


def drop(name: str) -> None:
    """Remove a copy, whoever is still connected to it."""
    connection.close()
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def url(known: dict, name: str) -> str:
    """Write the address of the database ``name`` in the role of Django's settings, as an environment has it."""
    signed = f"{quote(known['USER'])}:{quote(known['PASSWORD'] or '', safe='')}"
    return f"postgres://{signed}@:{known.get('PORT') or ''}/{name}?host={quote(known['HOST'], safe='')}"


@contextmanager
def owner_session(name: str) -> Iterator[Any]:
    """Open a session of the owner's on the database ``name``; each of its statements is a transaction of its own."""
    with closing(addresses.session(settings.DATABASE_OWNER | {"NAME": name})) as session:
        session.autocommit = True
        yield session


@contextmanager
def without_triggers() -> Iterator[Any]:
    """Give a cursor that no trigger of ours stands in the way of, within a test's transaction as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
        _switch(cursor, tables, "DISABLE")
        yield cursor
        _switch(cursor, tables, "ENABLE")


def fingerprint() -> str:
    """Return a digest of everything that a migrated database depends on."""
    digest = hashlib.sha256()
    made_of = [ROOT / "requirements" / "base.txt", ROOT / "desk" / "database_owner.py"]
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *made_of]):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _make_template(template: str) -> None:
    """Migrate an empty database and give it the template's name when it is whole."""
    for old in _run("SELECT datname FROM pg_database WHERE datname LIKE %s", ["%\\_template\\_%"]):
        drop(old)
    unfinished = f"{template}_part"
    create(unfinished)
    _point_at(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    _run(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def _copy(template: str, name: str) -> None:
    drop(name)
    _run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template])  # of a test before
    with connection._nodb_cursor():
        by_files = " STRATEGY FILE_COPY" if connection.pg_version >= 150000 else ""
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{by_files}')
    _point_at(name)
    with as_owner():
        database_owner.grant(settings.DATABASE["USER"])  # what is granted on the database itself is not copied with it


def _switch(cursor: Any, tables: list[str], word: str) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is changed while checks of its rows wait
    cursor.execute("; ".join(f"ALTER TABLE {table} {word} TRIGGER USER" for table in tables))


def _exists(name: str) -> bool:
    return bool(_run("SELECT datname FROM pg_database WHERE datname = %s", [name]))


def _point_at(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _run(statement: str, values: list | None = None) -> list[str]:
    """Run a statement as the owner, outside of any database of ours, and return the first column of its rows."""
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []
