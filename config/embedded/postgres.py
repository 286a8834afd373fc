"""The embedded PostgreSQL: one cluster per data folder, reached through a socket alone."""

import contextlib
import shutil
import signal
import sys
import time
from pathlib import Path

import psycopg2

from config import addresses
from config.embedded import binaries, roles
from config.embedded.places import Place, account, own
from config.embedded.processes import Program, wait_until
from config.embedded.trouble import Trouble

QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
"""For data that may be made again: tests and demonstration."""


def program(place: Place, *, durable: bool) -> Program:
    """Describe the server; ``durable`` survives a power cut, the other kind only a kill."""
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={place.sockets}",
        "max_connections=60",
        "shared_buffers=64MB",
        "random_page_cost=1.1",  # the data lies in memory or on a disk without heads
        *([] if durable else QUICK),
    ]
    return Program(
        name="postgres",
        command=[
            str(binaries.postgres() / "postgres"),
            *("-D", str(place.data / "postgres")),
            *[part for setting in settings for part in ("-c", setting)],
        ],
        place=place,
        account=account(),
        stops_on=signal.SIGINT,
        orphaned_by=signal.SIGINT,
    )


def start(place: Place, *, durable: bool) -> Program:
    """Start the server on the data of ``place``, making cluster and database at the first start.

    :raises Trouble: with the server's own last line.
    """
    server = program(place, durable=durable)
    own(place.data / "postgres")
    own(place.sockets)
    if not (place.data / "postgres" / "PG_VERSION").exists():
        _make_cluster(place)
    _forget_killed_server(place)
    roles.make(place, [] if durable else QUICK)
    server.start()
    wait_until(lambda: _answers(place), server)
    try:
        _make_database(place)
    except psycopg2.Error as fault:
        raise Trouble(f"The database could not be made: {str(fault).splitlines()[0]}") from None
    return server


def _make_cluster(place: Place) -> None:
    """Run ``initdb`` beside the final folder, so that an interrupted one leaves nothing half made."""
    fresh = place.data / "postgres.part"
    shutil.rmtree(fresh, ignore_errors=True)
    own(fresh)
    place.logs.mkdir(parents=True, exist_ok=True)
    options = ["--auth=reject", "--username=postgres", "--encoding=UTF8", "--no-sync"]
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
    initdb = Program("initdb", [str(binaries.postgres() / "initdb"), "-D", str(fresh), *options, *locale], place)
    initdb.account = account()
    if initdb.run():
        raise Trouble(f"The database could not be made: {initdb.ending()}")
    (place.data / "postgres").rmdir()
    fresh.rename(place.data / "postgres")


def _forget_killed_server(place: Place) -> None:
    """Remove the notes of a server that was killed, once nobody lives in its folder (every server process does).

    Its number may belong to somebody else by now, or to a process that nobody has buried: PostgreSQL alone would
    take either for itself and refuse to start.
    """
    if sys.platform != "linux":
        return
    cluster = place.data / "postgres"
    deadline = time.monotonic() + 10
    while _is_inhabited(cluster):
        if time.monotonic() > deadline:
            return
        time.sleep(0.1)
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    (place.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _is_inhabited(folder: Path) -> bool:
    for home in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if home.readlink() == folder:
                return True
    return False


def _answers(place: Place) -> bool:
    try:
        _connect(place).close()
    except psycopg2.OperationalError:
        return False
    return True


def _make_database(place: Place) -> None:
    connection = _connect(place)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [place.database["NAME"]])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{place.database["NAME"]}"')
    connection.close()


def _connect(place: Place):
    return addresses.session(place.database_owner | {"NAME": "postgres"})
