"""Heavy libraries that few requests need: named at the head of a module as any other, loaded at their first use.

Only for libraries of several megabytes: whoever opens a page should not carry what typesets a pack.
"""

from importlib import import_module
from typing import Any


class Heavy:
    """A library that is loaded when the first of its names is asked for, by whichever thread asks first."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
