"""What lower rooms ask of higher ones: each app registers what is its own while it gets ready.

An app's entries stand in its ``registered.py``, which its ``apps.py`` reads when it is ready. This app stands last in
``INSTALLED_APPS`` and closes every registry after them.
"""

from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")
_all: list["Registry"] = []


class Registry(Mapping[str, T]):
    """Entries by name. They are made while apps get ready, and only read from then on."""

    def __init__(self, holds: str) -> None:
        self.holds = holds
        self._entries: dict[str, T] = {}
        self._is_open = True
        _all.append(self)

    def add(self, name: str, entry: T) -> None:
        """Register an entry.

        :raises ValueError: for a second entry of a name, and once the apps are ready.
        """
        if not self._is_open:
            raise ValueError(f"{self.holds} {name!r}: entries are made in registered.py, before the apps are ready.")
        if name in self._entries:
            raise ValueError(f"{self.holds} {name!r} is registered already.")
        self._entries[name] = entry

    def close(self) -> None:
        """Take no more entries."""
        self._is_open = False

    def __getitem__(self, name: str) -> T:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def close_all() -> None:
    """Take no more entries in any registry."""
    for each in _all:
        each.close()
