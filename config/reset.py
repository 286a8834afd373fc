"""Forget one set of data, ``demo`` or ``own``, with everything that belongs to it."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from config.embedded import locks  # noqa: E402
from config.embedded.places import Place  # noqa: E402
from config.embedded.trouble import Trouble  # noqa: E402


def main(kind: str) -> None:
    """Remove the folders of ``kind``; one's own data only after a word.

    :raises Trouble: while it runs.
    """
    place = Place((ROOT / "var" / kind).resolve())
    if kind == "own" and place.var.exists() and input(f"Forget everything in {place.var}? Type yes: ") != "yes":
        return
    if place.var.exists():
        locks.hold(place.var / "lock", f"Roundtable is running on {place.var}. Stop it first.").close()
    for folder in {place.sockets, place.data, place.var}:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"Forgotten: {place.var}")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (Trouble, EOFError) as trouble:
        sys.exit(str(trouble) or "Nothing was forgotten.")
