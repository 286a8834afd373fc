"""A copy of everything, and everything from a copy: ``make backup`` and ``make restore FROM=file``.

A copy is a tar file of ``database`` (PostgreSQL's own archive), ``blobs/…`` and ``secret-key``. The database comes
first, because files are only ever added: whatever the database names is in the copy.
"""

import lzma
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from config import addresses
from config.embedded import binaries, locks, postgres
from config.embedded.places import ROOT, Place, chosen
from config.embedded.trouble import Trouble

KINDS = ("own", "demo")
UP_TO_DATE = (
    (["migrate", "--no-input", "--verbosity=0"], "they could not be brought up to this version"),
    (["verify"], "`manage.py verify` found faults in them"),
)
"""What follows once the data are back, and what it means if it fails."""
END = bytes(2 * tarfile.BLOCKSIZE)
"""How a tar file ends; one that was cut between two of its files has lost nothing else that could be missed."""
BLOB = re.compile(r"blobs/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")


def main(verb: str, kind: str = "own", path: str = "") -> None:
    """Make a copy of the data ``own`` or ``demo``, or bring them back from one.

    :raises Trouble: with what is wrong and what would help.
    """
    verbs = {"backup": backup, "restore": restore}
    if verb not in verbs or kind not in KINDS:
        raise Trouble("Say backup or restore, then own or demo, then the file.")
    place = chosen(kind)
    os.environ |= {"ROUNDTABLE_VAR": str(place.var), "DEMONSTRATION": "1" if kind == "demo" else ""}
    verbs[verb](place, Path(path) if path else None)


def backup(place: Place, target: Path | None) -> None:
    """Write a copy, whether Roundtable is running or not."""
    stamp = f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}"
    target = (target or place.var.parent / "backups" / f"{place.var.name}-{stamp}.tar").resolve()
    if target.exists():
        raise Trouble(f"{target} is there already; a copy is never written over another.")
    if not place.var.exists():
        raise Trouble(f"There is nothing to copy: {place.var} does not exist.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _database(place, may_run=True) as owner, tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump, copy = Path(folder) / "database", Path(folder) / "copy"
        _run("pg_dump", ["--format=custom", f"--file={dump}", "--no-owner", "--no-privileges"], owner)
        copy.touch(0o600)
        files = _pack(copy, place, dump)
        copy.rename(target)
    print(f"Copied the database and {files} files of {place.var} to {target}.")
    print("Whoever has this file can read everything: keep it as safe as the installation itself.")
    if os.environ.get("SECRET_KEY"):
        print("The key that signs sessions and links is SECRET_KEY; keep that too.")


def restore(place: Place, source: Path | None) -> None:
    """Bring everything back into an empty place, bring it up to this version, and verify it.

    :raises Trouble: also when everything is back and only then something failed, which it says.
    """
    if source is None:
        raise Trouble("Say from which file: make restore FROM=var/backups/own-….tar")
    _require_whole(source)
    place.var.mkdir(parents=True, exist_ok=True)
    with _database(place, may_run=False) as owner:
        _require_empty(owner, place)
        with tempfile.TemporaryDirectory(dir=place.var) as folder:
            dump = Path(folder) / "database"
            files = _unpack(source, place, dump)
            _run("pg_restore", ["--single-transaction", "--no-owner", "--no-privileges", str(dump)], owner)
        with closing(addresses.session(owner)) as session, session, session.cursor() as cursor:
            cursor.execute("ANALYZE")  # or the first pages are planned as if every table were empty
        print(f"Brought back the database and {files} files into {place.var}.", flush=True)
        for command, fault in UP_TO_DATE:
            if subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT).returncode:
                raise Trouble(f"The data are back, but {fault}; its own words stand above.")


@contextmanager
def _database(place: Place, *, may_run: bool) -> Iterator[dict]:
    """Give the owner's address of the database in Django's words; an embedded one that rests is started for the while.

    :raises Trouble: while Roundtable runs on the embedded one, unless it may.
    """
    if os.environ.get("DATABASE_URL"):
        yield addresses.databases(place)[1]
        return
    lock = None
    try:
        lock = locks.hold(place.var / "lock", f"Roundtable is running on {place.var}. Stop it first.")
    except Trouble:
        if not may_run:
            raise
    server = postgres.start(place, durable=True) if lock else None
    try:
        yield place.database_owner
    finally:
        if lock and server:
            server.stop()
            lock.close()


def _pack(target: Path, place: Place, dump: Path) -> int:
    """Write the tar file; answer how many files of documents it has."""
    files = 0
    with tarfile.open(target, "w") as tar:
        tar.add(dump, "database")
        if (place.var / "secret-key").exists():
            tar.add(place.var / "secret-key", "secret-key")
        for path in sorted((place.var / "blobs").glob("??/??/*")):
            name = f"blobs/{path.relative_to(place.var / 'blobs')}"
            if BLOB.fullmatch(name):
                tar.add(path, name)
                files += 1
    return files


def _require_whole(source: Path) -> None:
    """Refuse what is no copy, or only a part of one, before anything is touched.

    :raises Trouble: with what is wrong with the file.
    """
    try:
        if not source.is_file() or not tarfile.is_tarfile(source):
            raise Trouble(f"{source} is no copy that `make backup` wrote. Nothing was changed.")
        with tarfile.open(source) as tar:
            names = tar.getnames()
            tar.fileobj.seek(tar.offset)
            is_whole = tar.fileobj.read(len(END)) == END
    except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError):
        is_whole = False
    if not is_whole:
        raise Trouble(f"{source} is cut off or damaged: its end is missing. Nothing was changed; take a whole copy.")
    if "database" not in names:
        raise Trouble(f"{source} has no database in it. Nothing was changed.")


def _unpack(source: Path, place: Place, dump: Path) -> int:
    """Put every file where it belongs, and nothing anywhere else; answer how many files of documents came."""
    files = 0
    with tarfile.open(source) as tar:
        for member in tar:
            known = {"database": dump, "secret-key": place.var / "secret-key"}
            target = place.var / member.name if BLOB.fullmatch(member.name) else known.get(member.name)
            content = tar.extractfile(member) if target else None
            if target and content:
                target.parent.mkdir(parents=True, exist_ok=True)
                with open(target, "wb", opener=_privately) as file:
                    shutil.copyfileobj(content, file)
                files += member.name.startswith("blobs/")
    return files


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _require_empty(owner: dict, place: Place) -> None:
    try:
        connection = addresses.session(owner)
    except psycopg2.Error as fault:
        raise Trouble(f"The database does not answer: {str(fault).splitlines()[0]}") from None
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        is_empty = cursor.fetchone() == (None,)
    connection.close()
    if not is_empty:
        way = "an empty database" if os.environ.get("DATABASE_URL") else f"`{resetting(place)}` first"
        raise Trouble(f"There is data already, and nothing is written over it: this wants {way}.")


def resetting(place: Place) -> str:
    """Spell the command that forgets the data of this very place."""
    if place.var in {ROOT / "var" / kind for kind in KINDS}:
        return f"make reset DATA={place.var.name}"
    return f"ROUNDTABLE_VAR={shlex.quote(str(place.var))} make reset"


def _run(tool: str, options: list[str], owner: dict) -> None:
    """Run a tool of PostgreSQL's on the database, as its owner.

    :raises Trouble: with its last words, or where there is no such tool.
    """
    environment = os.environ | ({"PGPASSWORD": owner["PASSWORD"]} if owner.get("PASSWORD") else {})
    words = f"{tool} is missing: install PostgreSQL's client programs."
    for program in _tools(tool):
        done = subprocess.run(
            [program, f"--dbname={addresses.dsn(owner)}", *options], env=environment, capture_output=True, text=True
        )
        if done.returncode == 0:
            return
        words = f"{tool} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[-1]}"
    raise Trouble(words)


def _tools(tool: str) -> list[str]:
    """Find a tool: the machine's, and ours, which knows the embedded database and comes first for it."""
    ours: list[str] = []
    with suppress(Trouble):
        ours = [str(binaries.postgres() / tool)]
    machines = list(filter(None, [shutil.which(tool)]))
    return [*machines, *ours] if os.environ.get("DATABASE_URL") else [*ours, *machines]


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (Trouble, ValueError) as trouble:
        sys.exit(str(trouble))
    except OSError as fault:
        sys.exit(f"That did not work: {fault}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
