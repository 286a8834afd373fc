"""Forms of a motion's item: what each enacts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from registry import Registry


@dataclass(frozen=True, slots=True)
class Matter:
    """A form that an item of a motion takes."""

    label: str | Promise
    """How lists call it."""
    enact: Callable
    """``(item, *, by, at) -> Entry``, run in a savepoint when the item is carried."""
    dismiss: Callable | None = None
    """``(item, *, by, at, reason)``: releases what waited for an item that was lost, withdrawn or given up, the last
    with its reason."""


MATTERS: Registry[Matter] = Registry("form of item")
