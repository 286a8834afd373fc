"""By what a line is known again in another file: the bank's own number, else its cells.

A cell is compared by its own content, whatever the layout says that its column means: so that correcting a column, or
saving the file in a spreadsheet, makes no second payment of a line. Equal lines of one file are told apart by which
of them they are. What parts two payments is kept, the time of day and the zeros before a number: a spreadsheet that
drops them makes lines that a person decides on, and never two payments one.
"""

import hashlib
import json
from collections.abc import Sequence
from decimal import Decimal

from treasury.bank.amounts import decimal_of, value, written
from treasury.bank.currencies import code_of
from treasury.bank.days import readings, time_of
from treasury.bank.tables import plain
from treasury.bank.words import fold


def content_digest(content: Sequence[str], nth: int = 1) -> str:
    """Digest what a line says (SHA-256): ``nth`` counts equal lines of a file."""
    return _digest([*content, nth])


def content_of(cells: Sequence[str], order: str) -> tuple[str, ...]:
    """Bring cells to one form each: a number, an ISO day with its time, or folded text; empty cells say nothing."""
    return tuple(form for text in cells if (form := _form(plain(text), order)))


def reference_digest(account: str, reference: str) -> str:
    """Digest the bank's own number of a line within its account (SHA-256); empty without one."""
    return _digest(["reference", fold(account), reference]) if reference else ""


def again(digest: str, times: int) -> str:
    """Digest a line that is posted once more, its payments of before being reversed (SHA-256)."""
    return _digest(["again", digest, times])


def _form(text: str, order: str) -> str:
    days = readings(text)
    if days and not text.isdecimal():
        return (days.get(order) or min(days.values())).isoformat() + time_of(text)
    if days:  # eight digits may be a day or a number: a spreadsheet leaves them as they are
        return text
    if text.isdecimal() and text.startswith("0") and len(text) > 1:  # a check's number, not an amount
        return text
    seen = written(text)
    number = value(seen.digits, decimal_of([text])) if seen else None
    if number is None:
        return fold(text) or text
    return f"{_short(-number if seen.is_out else number)}{code_of(seen.currency)}"


def _short(number: Decimal) -> str:
    """Write a number without the zeros that a spreadsheet drops."""
    written_out = f"{number:f}"
    return written_out.rstrip("0").rstrip(".") if "." in written_out else written_out


def _digest(content: list) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
