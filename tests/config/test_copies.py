"""What `make backup` writes and `make restore` brings back, with PostgreSQL's own tools."""

import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests import databases

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = b"Minutes"
BLOB = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def elsewhere(transactional_db) -> Iterator[str]:
    """An empty database on the same server."""
    name = f"{connection.settings_dict['NAME']}_elsewhere"
    databases.create(name)
    yield name
    databases.drop(name)


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
    known = {
        "ROUNDTABLE_VAR": str(var),
        "DATABASE_URL": databases.url(connection.settings_dict, database),
        "DATABASE_OWNER_URL": databases.url(settings.DATABASE_OWNER, database),
        "SECRET_KEY": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "config.copies", *words],
        cwd=settings.BASE_DIR,
        env=os.environ | known,
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


def test_fu_s7_a_copy_of_an_older_version_comes_back_is_brought_up_to_this_one_and_holds(
    installation, elsewhere, tmp_path
):
    call_command("found", preset="asrc", slug="asrc", by="sato@toshiba.example", suggested=True)
    copy, (before, last) = tmp_path / "copy.tar", last_migration("treasury")

    with databases.another(f"{elsewhere}_older") as older:
        call_command("migrate", "treasury", before, verbosity=0)
        assert ("treasury", last) not in applied()
        made = copies("backup", "own", str(copy), var=installation, database=older)
    back = copies("restore", "own", str(copy), var=tmp_path / "fresh", database=elsewhere)

    assert made[0] == 0, made[1]
    assert back[0] == 0, back[1]
    with databases.owner_session(elsewhere) as session, session.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        assert set(cursor.fetchall()) == applied()
        cursor.execute("SELECT slug FROM parties_consortium")
        assert cursor.fetchall() == [("asrc",)]
        cursor.execute("SELECT has_table_privilege(%s, 'consortium_motion', 'INSERT')", [settings.DATABASE["USER"]])
        assert cursor.fetchone() == (True,)


def test_fu_s7_what_verify_finds_is_told_apart_from_what_did_not_come_back(
    installation, elsewhere, owner_cursor, tmp_path
):
    call_command("found", preset="asrc", slug="asrc", by="sato@toshiba.example", suggested=True)
    owner_cursor.execute("ALTER TABLE charter_edition DISABLE TRIGGER USER; UPDATE charter_edition SET state = 'draft'")
    owner_cursor.execute("ALTER TABLE charter_edition ENABLE TRIGGER USER")
    copy, fresh = tmp_path / "copy.tar", tmp_path / "fresh"

    copies("backup", "own", str(copy), var=installation, database=connection.settings_dict["NAME"])
    back = copies("restore", "own", str(copy), var=fresh, database=elsewhere)

    assert back[0] == 1
    assert back[1].endswith(
        "The data are back, but `manage.py verify` found faults in them; its own words stand above.\n"
    )


def last_migration(app: str) -> tuple[str, str]:
    """Name an app's last migration but one, and its last one."""
    graph = MigrationLoader(None).graph
    (last,) = graph.leaf_nodes(app)
    return next(before[1] for before in graph.node_map[last].parents if before[0] == app), last[1]


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


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


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(lambda end: 300, id="within the first file's name"),
        pytest.param(lambda end: 5000, id="within the database"),
        pytest.param(lambda end: end - 700, id="within the last file"),
        pytest.param(lambda end: end - 2 * tarfile.BLOCKSIZE, id="before the last file"),
        pytest.param(lambda end: end, id="after the last file"),
    ],
)
def test_a_copy_that_was_cut_is_refused_in_one_sentence_before_anything_is_touched(
    installation, elsewhere, tmp_path, kept
):
    copy, fresh = tmp_path / "copy.tar", tmp_path / "fresh"
    copies("backup", "own", str(copy), var=installation, database=connection.settings_dict["NAME"])
    with tarfile.open(copy) as tar:
        tar.getnames()
        end = tar.offset
    os.truncate(copy, kept(end))

    code, said = copies("restore", "own", str(copy), var=fresh, database=elsewhere)

    assert (code, said.count("\n")) == (1, 1), said
    assert said.startswith(f"{copy} is ")
    assert "Nothing was changed" in said
    assert not fresh.exists()


def test_a_copy_without_its_database_changes_nothing(installation, elsewhere, tmp_path):
    copy, fresh = tmp_path / "copy.tar", tmp_path / "fresh"
    with tarfile.open(copy, "w") as tar:
        tar.add(installation / "secret-key", "secret-key")

    assert copies("restore", "own", str(copy), var=fresh, database=elsewhere) == (
        1,
        f"{copy} has no database in it. Nothing was changed.\n",
    )
    assert not fresh.exists()
