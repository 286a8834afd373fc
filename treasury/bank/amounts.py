"""Amounts as banks write them: ``1.250,00-``, ``$(80.25)``, ``USD -12.00``, ``950.00 DR``, ``12,-``, ``¥１２``."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from treasury.bank.currencies import code_of, named_currency
from treasury.bank.tables import plain
from treasury.bank.words import IN, OUT

MARKS = str.maketrans(dict.fromkeys("−–—‐‑﹣▲△▼", "-") | dict.fromkeys("ʼ’‘`´", "'"))
"""Signs that stand for a minus, and apostrophes, which part thousands."""
WHOLE = re.compile(r"(?<=\d)[.,]-{1,2}(?=[^\d-]*$)")
"""``12,-`` and ``12.--``: no decimals. Not a minus behind the amount, which follows a digit."""
TOKEN = re.compile(
    r"(?P<number>[.,]?\d(?:[\d.,']|[ ](?=\d{3}))*)|(?P<dollar>[A-Z]{1,3}\$)|(?P<word>[^\W\d_]+\.?)|(?P<sign>\S)"
)
GROUPED = {
    mark: re.compile(
        rf"[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+|[1-9]\d?({re.escape(mark)}\d\d)*{re.escape(mark)}\d{{3}}"
    )
    for mark in ",.' "
}
"""Whole parts in groups of three, or as in India."""


@dataclass(frozen=True, slots=True)
class Written:
    """An amount as it is written: its digits with their marks, and what stands around them."""

    digits: str
    is_out: bool | None = None
    """Whether a minus, brackets or a word say that it went out; None where nothing says anything."""
    is_signed: bool = False
    """Whether a minus or brackets say so: a column of its own may have them too."""
    currency: str = ""
    """Its code, or a sign that several currencies share."""


@lru_cache(maxsize=20_000)
def written(text: str) -> Written | None:
    """Take an amount apart; None where it is none, or where its parts contradict each other."""
    text = WHOLE.sub("", plain(text).translate(MARKS))
    in_brackets = text.count("(") == text.count(")") == 1
    if in_brackets:
        text = text.replace("(", " ").replace(")", " ")
    digits, currency, said = "", "", {True} if in_brackets else set()
    signs = 0
    for token in TOKEN.finditer(text):
        kind, part = token.lastgroup, token.group()
        word = part.rstrip(".").casefold()
        if kind == "number" and not digits:
            digits = part.rstrip(".,' ")
        elif kind == "sign" and part in "+-" and not signs:
            signs += 1
            said.add(part == "-")
        elif kind == "word" and word in OUT | IN:
            said.add(word in OUT)
        elif kind != "number" and (kind == "dollar" or named_currency(part)):
            currency = code_of(currency) or named_currency(part) or part
        else:
            return None
    if not digits or len(said) > 1:
        return None
    return Written(digits, *(said or {None}), is_signed=in_brackets or "-" in text, currency=currency)


def value(digits: str, decimal: str) -> Decimal | None:
    """Read digits whose decimals follow a mark; None where the other marks do not part thousands."""
    whole, __, places = digits.partition(decimal)
    if places and not places.isdecimal():
        return None
    if not whole.isdecimal() and whole:
        (*marks,) = {sign for sign in whole if not sign.isdecimal()}
        if len(marks) != 1 or marks[0] == decimal or not GROUPED[marks[0]].fullmatch(whole):
            return None
        whole = whole.replace(marks[0], "")
    return Decimal(f"{whole or 0}.{places}" if places else whole or 0)


def amount_of(text: str, decimal: str) -> Decimal | None:
    """Read an amount with its sign, however the bank writes it; None where it is none."""
    seen = written(text)
    found = value(seen.digits, decimal) if seen else None
    return -found if found is not None and seen.is_out else found


def is_amount(text: str) -> bool:
    """Whether a cell could be an amount, whichever mark parts its decimals."""
    seen = written(text)
    return seen is not None and any(value(seen.digits, mark) is not None for mark in ".,")


def decimal_of(cells: Iterable[str], known: str = "") -> str:
    """Tell which mark parts decimals, from all amounts of a file.

    ``12500,5`` and ``950,00 €`` can be read in one way alone. Where every amount could be read both ways, as
    ``40.000``, the mark parts thousands, for money has two decimals; else ``known`` is believed, or the point.
    """
    seen = [each.digits for each in map(written, cells) if each]
    fitting = [[mark for mark in ".," if value(digits, mark) is not None] for digits in seen]
    certain = Counter(marks[0] for marks in fitting if len(marks) == 1)
    if certain:
        return certain.most_common(1)[0][0]
    thousands = Counter(mark for digits in seen for mark in ".," if mark in digits)
    if thousands:
        return known or ("," if thousands["."] > thousands[","] else ".")
    return known or "."
