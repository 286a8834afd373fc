"""What `make backup` writes and `make restore` brings back, with PostgreSQL's own tools."""

import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = b"Minutes"
BLOB = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """An empty database on the same server."""
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield name
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def installation(tmp_path) -> Path:
    """A data folder with a file and a key."""
    folder = tmp_path / "own" / "blobs" / BLOB[:2] / BLOB[2:4]
    folder.mkdir(parents=True)
    (folder / BLOB).write_bytes(CONTENT)
    (tmp_path / "own" / "secret-key").write_text("key")
    return tmp_path / "own"


def copies(*words: str, var: Path, database: str) -> tuple[int, str]:
    """Run the command; answer its code and what it said."""
    known = connection.settings_dict
    parts = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"]}
    options = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in parts.items() if value and key == "host")
    signed = f"{quote(parts['user'])}:{quote(parts['password'] or '')}@:{parts['port'] or ''}"
    done = subprocess.run(
        [sys.executable, "-m", "config.copies", *words],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"ROUNDTABLE_VAR": str(var), "DATABASE_URL": f"postgres://{signed}/{database}?{options}", "SECRET_KEY": ""},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_everything_comes_back_into_an_empty_place(installation, elsewhere, tmp_path):
    call_command("found", preset="asrc", slug="asrc", by="sato@toshiba.example", suggested=True)
    here = connection.settings_dict["NAME"]
    copy, fresh = tmp_path / "copy.tar", tmp_path / "fresh"

    made = copies("backup", "own", str(copy), var=installation, database=here)
    back = copies("restore", "own", str(copy), var=fresh, database=elsewhere)

    assert made[0] == 0, made[1]
    assert copy.stat().st_mode & 0o077 == 0
    assert back[0] == 0, back[1]
    assert back[1].endswith("The journal holds, and so do the books and the files (1 consortia).\n")
    assert (fresh / "blobs" / BLOB[:2] / BLOB[2:4] / BLOB).read_bytes() == CONTENT
    assert (fresh / "secret-key").read_text() == "key"


def test_nothing_is_written_over_what_is_there(installation, tmp_path):
    here = connection.settings_dict["NAME"]
    copy = tmp_path / "copy.tar"

    copies("backup", "own", str(copy), var=installation, database=here)

    assert copies("backup", "own", str(copy), var=installation, database=here) == (
        1,
        f"{copy} is there already; a copy is never written over another.\n",
    )
    assert copies("restore", "own", str(copy), var=installation, database=here) == (
        1,
        "There is data already, and nothing is written over it: this wants an empty database.\n",
    )


def test_a_copy_reaches_nothing_but_its_own_places(installation, elsewhere, tmp_path):
    copy = tmp_path / "copy.tar"
    copies("backup", "own", str(copy), var=installation, database=connection.settings_dict["NAME"])
    with tarfile.open(copy, "a") as tar:
        (tmp_path / "evil").write_text("evil")
        tar.add(tmp_path / "evil", "../taken")

    copies("restore", "own", str(copy), var=tmp_path / "fresh", database=elsewhere)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.tar", "evil", "fresh", "own"]
    assert sorted(path.name for path in (tmp_path / "fresh").iterdir()) == ["blobs", "secret-key", "static"]
