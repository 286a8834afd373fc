"""Which column means what: told by its name and by what stands in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, permutations, zip_longest

from treasury.bank import words
from treasury.bank.amounts import decimal_of, is_amount, value, written
from treasury.bank.days import NEARLY, is_day
from treasury.bank.tables import Table, cell
from treasury.bank.words import fold

MEANINGS = tuple(words.COLUMNS)
"""What columns can mean: fields of `treasury.bank.layouts.Layout`."""
LOOKED_AT = 200
"""So many rows of a file are looked at."""
WHOLE, LEADING, WITHIN, ENDING = 100, 70, 60, 30
"""What a name is worth: it is the word, begins with it, has it among others, or ends in it as a compound does."""
NAMED = 50
"""What a name is worth at least that has the word among others, however late the word stands in its list."""

HALF = 0.5
GENERAL = ("info", "zustand")
"""Names of columns that may tell of states, or of anything."""
SHORT = 4
"""Words below this length, such as ``in``, are a name only when they are all of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what stands in it."""

    at: int
    name: str
    """Folded; empty in a file without names."""
    cells: tuple[str, ...]
    """What is not empty of it."""
    rows: int

    def share(self, test: Callable[[str], bool]) -> float:
        """How large a part of what stands there passes a test; 0 where nothing does."""
        return sum(map(test, self.cells)) / len(self.cells) if self.cells else 0

    @property
    def is_constant(self) -> bool:
        return len(self.cells) == self.rows > 2 and len(set(self.cells)) == 1


def columns_of(names: Sequence[str], body: Table) -> list[Column]:
    """Gather the columns of a table; ``names`` is empty for one without a heading."""
    body = [row for row in body[:LOOKED_AT] if any(row)]
    return [
        Column(at, fold(name or ""), tuple(filter(None, (cell(row, at) for row in body))), len(body))
        for at, (name, *__) in enumerate(zip_longest(names, *body[:LOOKED_AT]))
    ]


def told(columns: Iterable[Column]) -> dict[str, int]:
    """Tell the columns of a table: meaning → column. The best claims first, and each column means one thing."""
    columns = list(columns)
    claims = [(_worth(meaning, column), meaning, column.at) for meaning in MEANINGS for column in columns]
    found: dict[str, int] = {}
    for worth, meaning, at in sorted(claims, key=lambda claim: -claim[0]):
        if worth and meaning not in found and at not in found.values():
            found[meaning] = at
    if not any(column.name for column in columns):
        found |= _by_content(columns, found)
    return _one_way_of_amounts(found, {column.at: column for column in columns})


def named(cells: Sequence[str]) -> int:
    """Count the meanings that a row of names would tell; a row with a day or an amount is no such row."""
    if has_data(cells):
        return 0
    meanings = {
        max(MEANINGS, key=lambda meaning: _by_name(meaning, name))
        for name in map(fold, cells)
        if any(_by_name(meaning, name) >= WITHIN for meaning in MEANINGS)
    }
    return len(meanings) if meanings & {"day", "amount", "credit", "debit"} else 0


def has_data(cells: Sequence[str]) -> bool:
    """Whether a row has a day or an amount in it."""
    return any(is_day(text) or is_amount(text) for text in cells)


def is_booking(cells: Sequence[str]) -> bool:
    """Whether a row looks like a booking: a day, and an amount in another cell."""
    days = [at for at, text in enumerate(cells) if is_day(text)]
    return any(is_amount(text) and days != [at] for at, text in enumerate(cells)) if days else False


def _worth(meaning: str, column: Column) -> float:
    """Weigh a claim; 0 where the content speaks against it."""
    name = _by_name(meaning, column.name)
    if meaning in ("direction", "state") and column.cells:  # what stands in it gives it away, whatever it is called
        name = name or WITHIN
    if not name or not FITS[meaning](column):
        return 0
    if meaning == "payer" and column.is_constant:
        return name / 4
    return name + bool(column.cells)


def _by_name(meaning: str, name: str) -> float:
    """Weigh a name. Among equals the more telling word is worth more."""
    said = set(name.split())
    if not name or any(_is_said(word, said, name) for word in NEVER_OF[meaning]):
        return 0
    best = 0.0
    for rank, word in enumerate(words.COLUMNS[meaning]):
        if name == word:
            worth = WHOLE
        elif not word.isascii():
            worth = LEADING if name.startswith(word) else WITHIN if word in name else 0
        elif len(word) < SHORT:
            worth = 0
        elif f" {name} ".startswith(f" {word} "):
            worth = LEADING
        elif f" {word} " in f" {name} ":
            worth = WITHIN
        else:
            worth = ENDING if len(word) > 4 and " " not in word and any(part.endswith(word) for part in said) else 0
        best = max(best, worth and worth - min(rank, 25) / 3)
    return best


def _is_said(word: str, said: set[str], name: str) -> bool:
    if not word.isascii():
        return word in name
    return word in said or (len(word) > 4 and any(part.startswith(word) for part in said))


NEVER_OF: Mapping[str, tuple[str, ...]] = {meaning: tuple(words.NEVER.get(meaning, "").split()) for meaning in MEANINGS}


def _is_of_days(column: Column) -> bool:
    return not column.cells or column.share(is_day) >= NEARLY - 0.3


def _is_of_amounts(column: Column) -> bool:
    return not column.rows or column.share(is_amount) >= NEARLY - 0.3


def _is_side(column: Column) -> bool:
    """Whether it may be one of two columns of amounts: it may be empty."""
    return not column.cells or _is_of_amounts(column)


def _is_of_words(column: Column) -> bool:
    return column.share(lambda text: is_amount(text) or is_day(text)) < NEARLY


def _is_of_currencies(column: Column) -> bool:
    """Whether words stand in it, or signs: what is called otherwise than here is told, and is another currency."""
    return not column.rows or column.share(lambda text: not any(sign.isdigit() for sign in text)) >= NEARLY


def _is_of_directions(column: Column) -> bool:
    """Whether half of its words say which way; where its name says so too, some of them."""
    share = column.share(lambda text: words.goes_out(text) is not None and not is_amount(text))
    return share >= HALF or (share > 0 and _by_name("direction", column.name) >= WITHIN)


def _is_of_states(column: Column) -> bool:
    """Whether most of its words are states; where its name says so too, whatever words stand in it."""
    share = column.share(words.is_state)
    if column.name in GENERAL:
        return share >= HALF
    return share >= NEARLY or (_by_name("state", column.name) >= NAMED and _is_of_words(column))


def _is_of_references(column: Column) -> bool:
    return not column.rows or len(column.cells) == len(set(column.cells)) > NEARLY * column.rows


def _is_of_one_account(column: Column) -> bool:
    return len(set(column.cells)) == 1 and len(column.cells) >= NEARLY * column.rows


FITS: Mapping[str, Callable[[Column], bool]] = {
    "day": _is_of_days,
    "amount": _is_of_amounts,
    "credit": _is_side,
    "debit": _is_side,
    "direction": _is_of_directions,
    "payer": _is_of_words,
    "reference": _is_of_words,
    "currency": _is_of_currencies,
    "state": _is_of_states,
    "bank_reference": _is_of_references,
    "account": _is_of_one_account,
}
"""Whether what stands in a column can be what its name says."""


def _by_content(columns: Sequence[Column], found: Mapping[str, int]) -> dict[str, int]:
    """Tell the columns of a file without names: days, amounts, the longest words. Of two columns that share the
    amounts out, the one with a minus is what went out; where neither has one, nobody can tell.
    """
    days = [each.at for each in columns if each.share(is_day) >= NEARLY]
    sums = [each for each in columns if each.share(is_amount) >= NEARLY and each.at not in days]
    said = [each for each in columns if each.cells and _is_of_words(each) and each.at not in found.values()]
    full = [each for each in sums if len(each.cells) == each.rows and _is_money(each)]
    longest = max(said, key=lambda each: sum(map(len, each.cells)), default=None)
    guessed = {"day": days[:1], "reference": [longest.at] if longest else []}
    halves = [each for each in sums if len(each.cells) < each.rows]
    signed = [each.at for each in halves if each.share(_is_signed) == 1]
    if len(halves) == 2 and _are_sides(*halves):
        guessed |= (
            {"debit": signed, "credit": [each.at for each in halves if each.at not in signed]}
            if len(signed) == 1
            else {}
        )
    else:
        guessed["amount"] = [each.at for each in (full if len(full) == 1 else _without_balance(full))]
    return {meaning: ats[0] for meaning, ats in guessed.items() if ats}


def _without_balance(columns: Sequence[Column]) -> list[Column]:
    """Tell amounts from the balance, which changes by them from line to line; nothing where it does not."""
    return [
        amount
        for amount, balance in permutations(columns, 2)
        if len(columns) == 2 and amount.rows > 2 and _changes_by(_values(balance), _values(amount))
    ]


def _changes_by(balance: Sequence[Decimal], amounts: Sequence[Decimal]) -> bool:
    """Whether a balance changes by the amounts, the oldest line first or last."""
    changes = [abs(after - before) for before, after in pairwise(balance)]
    return changes in (amounts[1:], amounts[:-1])


def _values(column: Column) -> list[Decimal]:
    """Read amounts without their signs."""
    mark = decimal_of(column.cells)
    return [value(written(text).digits, mark) or Decimal(0) for text in column.cells if written(text)]


def _is_signed(text: str) -> bool:
    seen = written(text)
    return seen is not None and seen.is_signed


def _is_money(column: Column) -> bool:
    """Whether amounts are more than numbers: decimals or a sign stand in them."""
    return any(not (each := written(text)) or not each.digits.isdecimal() or each.is_signed for text in column.cells)


def _one_way_of_amounts(found: dict[str, int], by_place: Mapping[int, Column]) -> dict[str, int]:
    """Take two columns of amounts that share the lines, or one; beside one with signs of its own, no column that only
    looks as if it said which way.
    """
    sides = [by_place[found[name]] for name in ("credit", "debit") if name in found]
    if "amount" not in found or (len(sides) == 2 and _are_sides(*sides)):
        unused = {"amount", "direction"}
    else:
        way = by_place[found["direction"]] if "direction" in found else None
        is_signed = any(map(_is_signed, by_place[found["amount"]].cells))
        unused = {"credit", "debit"} | (
            {"direction"} if way and is_signed and not _by_name("direction", way.name) else set()
        )
    return {name: at for name, at in found.items() if name not in unused}


def _are_sides(credit: Column, debit: Column) -> bool:
    """Whether two columns share the lines out among them."""
    return credit.rows > 0 and len(credit.cells) + len(debit.cells) >= NEARLY * credit.rows
