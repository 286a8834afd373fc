"""Data that were there before: a cluster of an earlier version, and a copy that is restored into the demonstration."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config import addresses
from config.embedded import binaries, postgres, roles, supervisor
from config.embedded.places import Place, account, own
from config.embedded.processes import ROOT, Program, bury_all, wait_until
from config.embedded.trouble import Trouble

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="looks processes up the way Linux shows them"),
]


@pytest.fixture
def place() -> Iterator[Place]:
    """A data folder beside the others, of which nothing is left behind, nor of its processes."""
    place = Place(ROOT / "var" / f"test-{uuid4().hex[:8]}")
    yield place
    bury_all(place)
    for folder in {place.sockets, place.data, place.var}:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def archive(tmp_path) -> Path:
    """PostgreSQL's archive of a consortium's database."""
    call_command("found", preset="asrc", slug="asrc", by="sato@toshiba.example", suggested=True)
    known = settings.DATABASE_OWNER | {"NAME": connection.settings_dict["NAME"]}
    _tool("pg_dump", addresses.dsn(known), "-Fc", "-xO", f"--file={tmp_path / 'archive'}", password=known["PASSWORD"])
    return tmp_path / "archive"


def test_fu_s3_s7_a_cluster_that_let_everybody_in_is_shut_and_the_demonstration_shows_what_was_restored_into_it(
    place, archive, monkeypatch
):
    monkeypatch.setenv("ROUNDTABLE_VAR", str(place.var))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    monkeypatch.setattr(supervisor, "_play", lambda: pytest.fail("The demonstration was played over what was there."))
    server = _trusting(place)
    everybody = f"host={place.sockets} user=roundtable dbname=roundtable"
    _tool("pg_restore", everybody, "-xO", "--exit-on-error", str(archive))
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()

    with _served(place):
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(everybody)
        supervisor._set_up(place, demonstration=True)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            _ask(place.database, "TRUNCATE journal_seal CASCADE")
        assert _ask(place.database, "SELECT slug FROM parties_consortium") == [("asrc",)]
        assert _ask(place.database_owner, FOREIGN) == []


def test_fu_s7_a_demonstration_without_a_consortium_is_played(place, monkeypatch):
    played = []
    monkeypatch.setattr(supervisor, "_manage", lambda *words: None)
    monkeypatch.setattr(supervisor, "_play", lambda: played.append(place))

    with _served(place):
        _ask(place.database_owner, "CREATE TABLE parties_consortium (); GRANT SELECT ON parties_consortium TO PUBLIC")
        supervisor._set_up(place, demonstration=True)
        _ask(place.database_owner, "INSERT INTO parties_consortium DEFAULT VALUES")
        supervisor._set_up(place, demonstration=True)

    assert played == [place]


def test_fu_s3_a_bringing_over_that_was_interrupted_is_made_good_and_lost_passwords_are_made_anew(place, monkeypatch):
    server = _trusting(place)
    server.stop()
    with monkeypatch.context() as patched:
        patched.setattr(roles, "HAND_OVER", "SELECT 1 / 0")
        with pytest.raises(Trouble, match="ERROR:  division by zero"):
            postgres.start(place, durable=False)

    with _served(place):
        assert _ask(place.database, "SELECT 1") == [(1,)]
    for path in place.var.glob("*-password"):
        path.unlink()
    with _served(place):
        assert _ask(place.database, "SELECT 1") == [(1,)]


FOREIGN = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relowner <> 'roundtable_owner'::regrole
    UNION ALL SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proowner <> 'roundtable_owner'::regrole
    UNION ALL SELECT datname FROM pg_database
    WHERE datname = 'roundtable' AND datdba <> 'roundtable_owner'::regrole
"""
"""What somebody else owns."""


def _trusting(place: Place) -> Program:
    """Make and start a cluster as earlier versions did: everybody comes in as its superuser, who owns everything."""
    own(place.data / "postgres")
    own(place.sockets)
    options = ["--auth=trust", "--username=roundtable", "--encoding=UTF8", "--no-sync"]
    options += ["--locale-provider=builtin", "--locale=C.UTF-8"]
    command = [str(binaries.postgres() / "initdb"), "-D", str(place.data / "postgres"), *options]
    assert Program("initdb", command, place, account=account()).run() == 0
    server = postgres.program(place, durable=False)
    server.start()
    known = {"HOST": str(place.sockets), "USER": "roundtable", "NAME": "postgres"}
    wait_until(lambda: _comes_in(known), server)
    _ask(known, "CREATE DATABASE roundtable")
    return server


def _comes_in(known: dict) -> bool:
    try:
        addresses.session(known).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def _served(place: Place) -> Iterator[None]:
    server = postgres.start(place, durable=False)
    try:
        yield
    finally:
        server.stop()


def _ask(known: dict, statement: str) -> list[tuple]:
    with closing(addresses.session(known)) as session:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def _tool(name: str, dsn: str, *options: str, password: str = "") -> None:
    command = [str(binaries.postgres() / name), f"--dbname={dsn}", *options]
    subprocess.run(command, env=os.environ | {"PGPASSWORD": password}, check=True)
