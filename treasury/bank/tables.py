"""From bytes to cells: encodings and separators."""

import csv
import io
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from treasury.bank import words

ENCODINGS = ("utf-8-sig", "cp932", "gb18030", "cp1252", "cp1250", "utf-16")
"""The encodings that can be chosen."""
DELIMITERS = ",;\t|"
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Marks with which a text in UTF-16 begins."""

NO_DIGITS = frozenset(sign for sign in map(chr, range(0x80, 0x3400)) if unicodedata.category(sign) == "No")
"""Figures that are no digits, such as ``²``, ``½`` and ``①``."""
RAISED = re.compile(f"([{''.join(sorted(NO_DIGITS))}])")

Table = list[list[str]]


def in_eight_bits(content: bytes) -> bytes:
    """Write an export in UTF-16, as some spreadsheets save it, in UTF-8; any other stays as it is."""
    if not content.startswith(WIDE):
        return content
    return content.decode("utf-16", errors="replace").encode("utf-8")


def encoding_of(content: bytes) -> str:
    """Tell the encoding: UTF-8 where it is; else the one in which words of bank files are read."""
    if content.startswith(WIDE):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        known = {each: _words_read(content, each) for each in ("cp932", "gb18030")}
        best = max(known, key=lambda each: (known[each], _is_read(content, each)))
        return best if known[best] or not _is_read(content, "cp1252") else "cp1252"
    return "utf-8-sig"


def delimiter_of(text: str) -> str:
    """Choose the separator that cuts most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def consistency(delimiter: str) -> int:
        counts = Counter(len(row) for row in cut("\n".join(lines), delimiter))
        return max((cells - 1) * times for cells, times in counts.items()) if counts else 0

    said = lines[0].strip() if lines else ""
    if said.lower().startswith("sep=") and said[4:5] in DELIMITERS:
        return said[4]
    return max(DELIMITERS, key=consistency)


def table_of(content: bytes, encoding: str, delimiter: str) -> Table:
    """Read a file as rows of cells; bytes that the encoding does not know become marks."""
    return cut(content.decode(encoding, errors="replace"), delimiter)


def cut(text: str, delimiter: str) -> Table:
    """Cut a text into cells; what is no table, such as a quotation that never ends, has none."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Write full width and half width alike, without space around; ``²`` stays what it is, and is no 2."""
    parts = (part if part in NO_DIGITS else unicodedata.normalize("NFKC", part) for part in RAISED.split(text))
    return "".join(parts).strip()


def cell(cells: list[str], at: int) -> str:
    """Give a cell as it is compared; a row may be shorter than its heading."""
    return plain(cells[at]) if 0 <= at < len(cells) else ""


def _is_read(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _words_read(content: bytes, encoding: str) -> int:
    text = content.decode(encoding, errors="replace")
    return 0 if text.count("\ufffd") > len(text) // 50 else sum(word in text for word in words.ASIAN)
