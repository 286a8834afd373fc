"""Judge what needs no running product, and tell every fault, not the first alone: ``make lint``."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
LONGEST_FILE = 400
COMMANDS = {
    "style": [BIN / "ruff", "check", "--quiet", "--output-format", "concise"],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "--output-format", "concise"],
    "layers": [BIN / "lint-imports", "--no-logo"],
    "types": [BIN / "mypy"],
    "migrations": [
        sys.executable,
        "-W",
        "ignore",
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
        "--skip-checks",
    ],
}
PLACES = re.compile(
    r"registry\.npm|pypi\.org|pythonhosted\.|--(?:extra-)?index-url|\"resolved\": \"http"
    r"|(?<![\w.])/(?:home/\w|Users/\w|root/|work/|tmp/rt)"
)
"""Addresses of registries and folders of one machine, which have no place in what is shared."""


def main() -> None:
    faults = {name: list(check()) for name, check in _checks().items()}
    for name, lines in faults.items():
        print(f"{'✗' if lines else '✓'} {name}")
        for line in lines:
            print(f"    {line}")
    sys.exit(any(faults.values()))


def _checks() -> dict[str, Callable[[], Iterator[str]]]:
    commands = {name: lambda command=command: _run(command) for name, command in COMMANDS.items()}
    return commands | {"messages": _messages, "places": _places, "file length": _long_files}


def _run(command: list) -> Iterator[str]:
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        yield from done.stdout.splitlines()


def _messages() -> Iterator[str]:
    """Yield translations that babel would refuse, such as one that lost a placeholder."""
    for path in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            for message, errors in read_po(source, locale=path.parts[-3], abort_invalid=True).check():
                yield from (f"{path.relative_to(ROOT)}:{message.lineno}: {error}" for error in errors)


def _places() -> Iterator[str]:
    for path in _shared_files():
        if path.is_symlink():
            yield f"{path.relative_to(ROOT)} is a link"
            continue
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), start=1):
            if PLACES.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


def _long_files() -> Iterator[str]:
    for path in _shared_files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            length = len(path.read_text().splitlines())
            if length > LONGEST_FILE:
                yield f"{path.relative_to(ROOT)} has {length} lines, {LONGEST_FILE} are enough"


def _shared_files() -> list[Path]:
    """Return the files under version control, or all but the hidden and the made where there is none."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    if listed.returncode:
        made = {"node_modules", "var", ".venv", ".git"}
        paths = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in paths if path.is_file() or path.is_symlink()]


if __name__ == "__main__":
    main()
