"""Where one installation keeps its things, worked out from its data folder alone.

The settings know every address before anything runs, so a command typed beside a running ``make demo``
finds its services, and the test run can start its own after the settings were read.
"""

import contextlib
import hashlib
import os
import pwd
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOCKET_PATH_LIMIT = 100
"""Bytes. Linux takes 107, macOS 103."""


@dataclass(frozen=True)
class Place:
    """The folders of one set of data, such as ``var/demo``."""

    var: Path

    @property
    def data(self) -> Path:
        """Folder of the database. Elsewhere only where root's own account would lock PostgreSQL out."""
        return self.var if reachable_by_account(self.var / "postgres") else self._outside("/var/lib")

    @property
    def sockets(self) -> Path:
        """Folder of the sockets, short enough for a socket's address however deep ``var`` lies."""
        folder = self.data / "run"
        fits = len(os.fsencode(folder / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT
        return folder if fits else self._outside("/tmp")  # noqa: S108

    @property
    def pids(self) -> Path:
        return self.var / "pids"

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.sockets}/valkey.sock"

    @property
    def database(self) -> dict:
        """Django's settings for the embedded database, in the role of web, worker and beat."""
        return self._database_as("roundtable_web")

    @property
    def database_owner(self) -> dict:
        """The same in the role that owns the tables."""
        return self._database_as("roundtable_owner")

    def secret(self, name: str) -> str:
        """Return the secret of that name, made at first need and kept for this account alone."""
        path = self.var / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f"{name}.{os.getpid()}")
            fresh.touch(0o600)
            fresh.write_text(secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(fresh)
            fresh.unlink()
        return path.read_text()

    def _database_as(self, role: str) -> dict:
        known = {"HOST": str(self.sockets), "NAME": "roundtable", "USER": role}
        return known | {"PASSWORD": self.secret(f"{role.replace('_', '-')}-password")}

    def _outside(self, parent: str) -> Path:
        digest = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        return Path(parent) / f"roundtable-{digest}"


def chosen(kind: str) -> Place:
    """Give the place of the data ``kind``: the folder that ``ROUNDTABLE_VAR`` names, or else the one in ``var``."""
    return Place(Path(os.environ.get("ROUNDTABLE_VAR") or ROOT / "var" / kind).resolve())


def account() -> str | None:
    """Return the account that runs the services: PostgreSQL refuses root, so root lends it to nobody."""
    return "nobody" if os.geteuid() == 0 else None


def reachable_by_account(path: Path) -> bool:
    """Whether the services' account may walk down to ``path`` (a root's home usually forbids it)."""
    if account() is None:
        return True
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents if folder.exists())


def own(folder: Path) -> Path:
    """Make a private folder that belongs to the services' account.

    :raises PermissionError: somebody else's folder stands in its place.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = account()
    if name:
        entry = pwd.getpwnam(name)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    elif folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else. Remove it or choose another data folder.")
    folder.chmod(0o700)
    return folder
