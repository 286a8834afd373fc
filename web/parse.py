"""Reading whole numbers out of addresses and forms: what is no number is nothing, and never a fault."""

from collections.abc import Iterable

LONGEST = 18
"""Digits of the largest number that a key can have; a longer one names nothing."""


def int_or_none(text: str) -> int | None:
    """Read a whole number; nothing where the text is none.

    >>> one("12"), one("-1"), one("²"), one("9" * 40)
    (12, None, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def ints(texts: Iterable[str]) -> list[int]:
    """Read whole numbers and leave out what is none.

    >>> many(["3", "x", "²"])
    [3]
    """
    return [number for number in map(int_or_none, texts) if number is not None]
