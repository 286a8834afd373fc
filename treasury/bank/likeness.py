"""Whether two texts may be one, saved or read in two encodings: letters with accents are lost, or become others."""

import re
from functools import lru_cache

PLAIN = re.compile(r"[A-Za-z0-9]+")
LOST = re.compile("[?\ufffd]")
"""What stands where a letter was that an encoding does not have."""
ENCODINGS = ("utf-8", "cp932", "gb18030", "cp1252", "latin-1", "cp1250", "mac-roman", "cp437", "cp850", "utf-16-le")
"""Encodings in which spreadsheets and banks save."""


def may_be_one(one: str, other: str) -> bool:
    """Whether two texts differ only in what encodings change: letters beyond ASCII, marks, and ``?``.

    Texts of such letters alone tell nothing by what is left of them: their bytes must agree, or letters be lost.
    """
    if not one or not other or _left_of(one) != _left_of(other):
        return _bytes_agree(one, other)
    is_damaged = bool(LOST.search(one) or LOST.search(other))
    return bool(_left_of(one)) or is_damaged or _bytes_agree(one, other)


def _left_of(text: str) -> str:
    return "".join(PLAIN.findall(text)).lower()


def _bytes_agree(one: str, other: str) -> bool:
    return not _bytes_of(one).isdisjoint(_bytes_of(other))


@lru_cache(maxsize=2_000)
def _bytes_of(text: str) -> frozenset[bytes]:
    """Give the bytes of a text in every encoding that has all its letters."""
    found = set()
    for encoding in ENCODINGS if text and not text.isascii() else ():
        try:
            found.add(text.encode(encoding))
        except UnicodeEncodeError:
            continue
    return frozenset(found)
