"""Forget one set of data, ``demo`` or ``own``, or what ``ROUNDTABLE_VAR`` names, with everything that belongs to it."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from config.embedded import locks  # noqa: E402
from config.embedded.places import chosen  # noqa: E402
from config.embedded.trouble import Trouble  # noqa: E402


def main(kind: str) -> None:
    """Remove the folders of ``kind``; all but the demonstration's own only after a word.

    :raises Trouble: while it runs, and for what names no set of data.
    """
    if kind in ("", "..") or kind != Path(kind).name:
        raise Trouble("Say which data to forget by their name alone, such as DATA=own.")
    place = chosen(kind)
    if place.var.exists():
        is_played = place.var == (ROOT / "var" / "demo").resolve()
        if not is_played and input(f"Forget everything in {place.var}? Type yes: ") != "yes":
            raise Trouble("Nothing was forgotten.")
        locks.hold(place.var / "lock", f"Roundtable is running on {place.var}. Stop it first.").close()
    for folder in {place.sockets, place.data, place.var}:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"Forgotten: {place.var}")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (Trouble, EOFError) as trouble:
        sys.exit(str(trouble) or "Nothing was forgotten.")
