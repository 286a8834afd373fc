"""Test databases as copies of one migrated template: a copy takes 0.05 s where migrating takes seconds."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from charter import models as charter_models
from charter import references
from config import addresses
from config.embedded import locks
from desk import database_owner
from desk.database_owner import as_owner
from web import compiled

ROOT = Path(__file__).resolve().parent.parent
BASE = settings.DATABASES["default"]["NAME"]
MIGRATED = ["*/migrations/*.py", "requirements/base.txt", "desk/database_owner.py"]


def use_a_fresh_copy() -> str:
    """Point the connection at a new copy of the migrated database and return the copy's name."""
    name = connection.creation._get_test_db_name()
    copy(migrated(), name)
    return name


def migrated() -> str:
    """Return the name of a database with every table and nothing in it, to copy."""
    return template("migrated", fingerprint(MIGRATED), lambda: call_command("migrate", verbosity=0, interactive=False))


def template(kind: str, made_of: str, make: Callable[[], None], *, of: str = "") -> str:
    """Return the name of a database to copy, after making it where none of its kind is ``made_of`` the same.

    ``make`` fills a database at which the connection points: an empty one, or a copy ``of`` another template.
    """
    name = f"{BASE}_{kind}_{made_of}"
    with locks.hold(settings.VAR / f"{kind}.lock", "", wait=True):
        if not _exists(name):
            _make_template(kind, name, make, of)
    return name


def copy(template: str, name: str) -> None:
    """Make a copy of a template, instead of what had its name, and point the connection at it."""
    drop(name)
    _disconnect(template)  # from a test before
    with as_owner(), connection._nodb_cursor():
        by_files = " STRATEGY FILE_COPY" if connection.pg_version >= 150000 else ""
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{by_files}')
    _point_at(name)
    with as_owner():
        database_owner.grant(settings.DATABASE["USER"])  # what is granted on the database itself is not copied with it


@contextmanager
def another(name: str) -> Iterator[str]:
    """Have the connection point at a copy ``name`` of the database that it points at, and drop that one afterwards."""
    with a_copy_of(connection.settings_dict["NAME"], name):
        yield name


@contextmanager
def a_copy_of(template: str, name: str) -> Iterator[None]:
    """Have the connection point at a copy ``name`` of a template, and drop that one afterwards."""
    here = connection.settings_dict["NAME"]
    copy(template, name)
    try:
        yield
    finally:
        _point_at(here)
        drop(name)


def create(name: str) -> None:
    """Make an empty database."""
    _run(f'CREATE DATABASE "{name}"')


def drop(name: str) -> None:
    """Remove a copy, whoever is still connected to it."""
    connection.close()
    _disconnect(name)
    _run(f'DROP DATABASE IF EXISTS "{name}"')


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


def fingerprint(patterns: Sequence[str]) -> str:
    """Return a digest of every file of the project that the patterns name."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _make_template(kind: str, name: str, make: Callable[[], None], of: str) -> None:
    """Fill a database and give it the template's name when it is whole."""
    here, unfinished = connection.settings_dict["NAME"], f"{BASE}_{kind}_part"
    for old in _run("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{BASE}\\_{kind}\\_%"]):
        drop(old)
    if of:
        copy(of, unfinished)
    else:
        create(unfinished)
        _point_at(unfinished)
    make()
    _point_at(here)
    _run(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _disconnect(name: str) -> None:
    """End the sessions of a database; what vacuums it belongs to the superuser, and gives way by itself."""
    sessions = "FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
    _run(f"SELECT pg_terminate_backend(pid, 5000) {sessions}", [name])


def _switch(cursor: Any, tables: list[str], word: str) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is changed while checks of its rows wait
    cursor.execute("; ".join(f"ALTER TABLE {table} {word} TRIGGER USER" for table in tables))


def _exists(name: str) -> bool:
    return bool(_run("SELECT datname FROM pg_database WHERE datname = %s", [name]))


def _point_at(name: str) -> None:
    connection.close()
    charter_models.read.cache_clear()  # what is kept by a row's key is another's in another database
    references._refer.cache_clear()
    compiled.compile_rows.cache_clear()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _run(statement: str, values: list | None = None) -> list[str]:
    """Run a statement as the owner, outside of any database of ours, and return the first column of its rows."""
    with as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []
