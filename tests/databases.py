"""Test databases as copies of one migrated template: a copy takes 0.05 s where migrating takes seconds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.embedded import locks

ROOT = Path(__file__).resolve().parent.parent


def use_a_fresh_copy() -> str:
    """Point the connection at a new copy of the template and return the copy's name."""
    name = connection.creation._get_test_db_name()
    template = f"{settings.DATABASES['default']['NAME']}_template_{fingerprint()}"
    with locks.hold(settings.VAR / "template.lock", "", wait=True):
        if not _exists(template):
            _make_template(template)
        _copy(template, name)
    _point_at(name)
    return name


def drop(name: str) -> None:
    """Remove a copy, whoever is still connected to it."""
    connection.close()
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def fingerprint() -> str:
    """Return a digest of everything that a migrated database depends on."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements" / "base.txt"]):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _make_template(template: str) -> None:
    """Migrate an empty database and give it the template's name when it is whole."""
    for old in _run("SELECT datname FROM pg_database WHERE datname LIKE %s", ["%\\_template\\_%"]):
        drop(old)
    unfinished = f"{template}_part"
    _run(f'CREATE DATABASE "{unfinished}"')
    _point_at(unfinished)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    _run(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def _copy(template: str, name: str) -> None:
    drop(name)
    with connection._nodb_cursor():
        by_files = " STRATEGY FILE_COPY" if connection.pg_version >= 150000 else ""
    _run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{by_files}')


def _exists(name: str) -> bool:
    return bool(_run("SELECT datname FROM pg_database WHERE datname = %s", [name]))


def _point_at(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _run(statement: str, values: list | None = None) -> list[str]:
    """Run a statement outside of any database of ours and return the first column of its rows."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []
