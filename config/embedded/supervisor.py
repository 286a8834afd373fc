"""Everything under one roof: services, web, worker and beat start in this order and stop in reverse.

One process per data folder; when it dies, however it dies, so does everything that it started.
"""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection, HTTPException

from config import addresses
from config.embedded import locks, restarts, services
from config.embedded.places import ROOT, Place, chosen
from config.embedded.processes import Program, bury_all, die_with_parent, wait_until
from config.embedded.trouble import Trouble

ROOM_MB = 200


def main(kind: str) -> None:
    """Run the data ``kind``, ``demo`` or ``own``, until somebody stops it."""
    demonstration = kind == "demo"
    place = chosen(kind)
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    os.environ |= {"ROUNDTABLE_VAR": str(place.var), "DEMONSTRATION": "1" if demonstration else ""}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    lock = locks.hold(place.var / "lock", f"Roundtable is already running on {place.var}. Stop that one first.")
    bury_all(place)
    _require_room(place)
    _require_free(host, port)
    programs: list[Program] = []
    try:
        programs += services.start(place, durable=not demonstration)
        _set_up(place, demonstration=demonstration)
        up, starting = [*programs, web := _web(place)], _workers(place)
        programs += [web, *starting]
        for program in (web, *starting):
            program.start()
        wait_until(lambda: answers(host, port), web)
        print(f"\n  Roundtable: http://{'localhost' if host == '127.0.0.1' else host}:{port}/\n  Ctrl-C stops it.")
        sys.stdout.flush()
        restarts.watch(up, starting)
    finally:
        _ignore_signals()
        services.stop(programs)
        bury_all(place)
        lock.close()


def _require_room(place: Place) -> None:
    free = shutil.disk_usage(place.var).free // 1_000_000
    if free < ROOM_MB:
        raise Trouble(f"The disk is full: {place.var} has {free} MB left, Roundtable needs {ROOM_MB} MB.")


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise Trouble(f"Port {port} cannot be used ({fault.strerror}). Choose another: PORT={port + 1}") from None


def _set_up(place: Place, *, demonstration: bool) -> None:
    """Bring database and static files up to date, and play a demonstration that has no consortium yet.

    It is played in one transaction: an interrupted one has left nothing, and what there is came whole or was restored.
    """
    _manage(place, "migrate", "--no-input")
    _manage(place, "collectstatic", "--no-input")
    if demonstration and not has_consortium(place):
        _play()


def has_consortium(place: Place) -> bool:
    """Whether somebody founded or played one: the database is asked, for a note beside it could be of other data."""
    web, __ = addresses.databases(place)
    with closing(addresses.session(web)) as session, session.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM parties_consortium)")
        return cursor.fetchone()[0]


def _play() -> None:
    """Let two years of a consortium happen, with a progress bar on the terminal."""
    command = [sys.executable, "manage.py", "simulate", "--charter", "asrc", "--years", "2", "--seed", "7"]
    if subprocess.run(command, cwd=ROOT, preexec_fn=die_with_parent(signal.SIGKILL)).returncode:
        raise Trouble("The demonstration could not be played; its own words stand above.")


def _manage(place: Place, *arguments: str) -> None:
    program = Program(arguments[0], [sys.executable, str(ROOT / "manage.py"), *arguments], place)
    if program.run():
        raise Trouble(f"The start failed: {program.ending()}")


def _web(place: Place) -> Program:
    web = Program("web", [sys.executable, "-m", "gunicorn", "-c", "python:config.web"], place)
    web.orphaned_by = signal.SIGQUIT
    return web


def _workers(place: Place) -> list[Program]:
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return [
        Program("worker", [*celery, "worker", "--concurrency", "2", *quiet], place),
        Program("beat", [*celery, "beat", "--pidfile=", "--loglevel", "INFO"], place),
    ]


def answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _stop_on_signals() -> None:
    """Let every polite way to end a program unwind us, so that what we started is stopped in order."""

    def leave(number: int, frame) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


if __name__ == "__main__":
    _stop_on_signals()
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        print("\n  Stopped.")
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        sys.exit(f"\nThe disk is full: {fault}" if full else f"\nRoundtable could not go on: {fault}")
