"""Every line of a bank's file, with what it is and why: none is dropped without a word."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from treasury.bank import columns, currencies, words
from treasury.bank.amounts import Written, is_amount, value, written
from treasury.bank.days import day_of, is_day
from treasury.bank.identity import content_digest, content_of, reference_digest
from treasury.bank.layouts import Layout
from treasury.bank.tables import Table, cell, table_of
from web.forms import UNFIT

LIKE_A_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\.?")
"""What was meant as a day, be it that there is none such."""


class Problem(StrEnum):
    """Why a line cannot be read."""

    DAY = "day"
    """Its day is none."""
    AMOUNT = "amount"
    """Its amount is none."""
    BOTH_WAYS = "both_ways"
    """An amount stands in both columns."""
    DIRECTION = "direction"
    """The column that says which way has a word that is not known, or none."""
    CONTRADICTION = "contradiction"
    """Sign and column say different things."""
    STATE = "state"
    """The column that says whether it is booked has a word that is not known."""
    DECIMALS = "decimals"
    """Its amount has more decimals than its currency."""
    TOO_LARGE = "too_large"
    """Its amount is larger than any that the books can hold."""
    LONG_AGO = "long_ago"
    """Its day lies so far back that it is mistyped."""
    SUM = "sum"
    """It reads like a balance or a sum."""
    QUOTES = "quotes"
    """A quotation that nobody closed holds other lines."""


class Place(StrEnum):
    """Where in the file a line stands."""

    ABOVE = "above"
    """Above the columns' names."""
    AMONG = "among"
    BELOW = "below"
    """Below the last booking, and no booking itself: a balance, a sum, the bank's own words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file as it was understood."""

    position: int
    """Line number in the file, from 1."""
    cells: tuple[str, ...]
    day: date | None = None
    amount: Decimal | None = None
    """Negative where the money went out."""
    payer: str = ""
    reference: str = ""
    currency: str = ""
    """As the file says it, a code or a sign that several share; empty where it says nothing."""
    is_pending: bool = False
    """The bank has not booked it, or not to the end."""
    problem: Problem | None = None
    place: Place = Place.AMONG
    digest: str = ""
    """By what it is known again: its cells."""
    reference_digest: str = ""
    """By what it is known again first: the bank's own number. Empty without one."""
    other_digest: str = ""
    """Its cells, had days been read in another order: empty where that makes no difference."""

    def is_in(self, currency: str) -> bool:
        """Whether the line is in the currency, as far as it says."""
        return currencies.may_be(self.currency, currency)

    @property
    def is_readable(self) -> bool:
        return self.problem is None and self.place == Place.AMONG


def read(content: bytes, layout: Layout) -> list[Row]:
    """Read the lines below the heading, each with what it is. Nothing that stands there is left out."""
    table = table_of(content, layout.encoding, layout.delimiter)
    start = layout.heading + 1
    debit_is_negative = _debit_is_negative(table[start:], layout)
    told = _currencies_told(table, layout)
    rows: list[Row] = []
    for position, cells in enumerate(table[start:], start=start + 1):
        if not any(text.strip() for text in cells):
            continue
        row = _row(position, cells, layout, debit_is_negative)
        row = replace(row, currency=currencies.joined([row.currency, *told]))
        if rows and _continues(row, cells, layout):
            rows[-1] = _continued(rows[-1], row)
        else:
            rows.append(row)
    return _identified(_ended(rows), layout, _balances(table, layout))


def above(content: bytes, layout: Layout) -> list[Row]:
    """Give what looks like a booking above the heading: it is not read, and nobody should overlook that."""
    table = table_of(content, layout.encoding, layout.delimiter)
    return [
        Row(position, tuple(cells), place=Place.ABOVE)
        for position, cells in enumerate(table[: max(layout.heading, 0)], start=1)
        if columns.is_booking(cells)
    ]


def _row(position: int, cells: Sequence[str], layout: Layout, debit_is_negative: bool) -> Row:
    says_pending = words.is_pending(cell(cells, layout.state)) or words.is_pending(cell(cells, layout.day))
    day = day_of(cell(cells, layout.day), layout.date_order)
    amount, problem = _amount(cells, layout, debit_is_negative)
    if not problem and day is None:
        problem = Problem.DAY
    problem = problem or _doubt(cells, layout)
    return Row(
        position=position,
        cells=tuple(cells),
        day=day,
        amount=amount,
        payer=_words(cell(cells, layout.payer)),
        reference=_words(cell(cells, layout.reference)),
        currency=_currency(cells, layout),
        is_pending=says_pending,
        problem=None if says_pending else problem,
    )


def _doubt(cells: Sequence[str], layout: Layout) -> Problem | None:
    """Tell what speaks against a line that can be read."""
    if (state := cell(cells, layout.state)) and not words.is_state(state):
        return Problem.STATE
    if any(words.is_sum(text) for text in cells):
        return Problem.SUM
    inside = (line.split(layout.delimiter) for text in cells if "\n" in text for line in text.splitlines()[1:])
    return Problem.QUOTES if any(columns.is_booking(parts) for parts in inside) else None


def _words(text: str) -> str:
    """Write what a bank says as one line: a cell may hold several."""
    return UNFIT.sub(" ", text)


def _currency(cells: Sequence[str], layout: Layout) -> str:
    """Read the currency: what its column says and what stands beside the amount; both, where they contradict."""
    said = currencies.currency_of(cell(cells, layout.currency))
    seen = (written(cell(cells, at)) for at in layout.sums)
    beside = next((each.currency for each in seen if each and each.currency), "")
    if said and beside and not (currencies.may_be(beside, said) or currencies.may_be(said, beside)):
        return f"{said} {beside}"
    return currencies.joined([said, beside])


def _currencies_told(table: Table, layout: Layout) -> list[str]:
    """Read the currencies of a whole file: those in the names of its columns of amounts, and the account's above."""
    if not 0 <= layout.heading < len(table):
        return []
    above = table[: layout.heading]
    names = (cell(table[layout.heading], at) for at in layout.sums)
    sums = (text for row in above for at in range(len(row)) if is_amount(text := cell(row, at)))
    balance = next((seen.currency for seen in map(written, sums) if seen.currency), "")
    return [*map(currencies.named_beside, names), currencies.named_above(above), balance]


def _amount(cells: Sequence[str], layout: Layout, debit_is_negative: bool) -> tuple[Decimal | None, Problem | None]:
    """Read what a line moved, and which way."""
    if layout.amount >= 0:
        seen, found = _read(cell(cells, layout.amount), layout)
        return _directed(seen, found, cell(cells, layout.direction)) if layout.direction >= 0 else _signed(seen, found)
    credit, came = _read(cell(cells, layout.credit), layout)
    debit, went = _read(cell(cells, layout.debit), layout)
    if came and went:
        return None, Problem.BOTH_WAYS
    if came:
        return _signed(credit, came)
    if went:
        against = debit.is_signed != debit_is_negative
        return (None, Problem.CONTRADICTION) if against else (-went, None)
    is_empty = came is None and went is None
    return (None, Problem.AMOUNT) if is_empty else (Decimal(0), None)


def _read(text: str, layout: Layout) -> tuple[Written | None, Decimal | None]:
    seen = written(text)
    return seen, value(seen.digits, layout.decimal) if seen else None


def _signed(seen: Written | None, found: Decimal | None) -> tuple[Decimal | None, Problem | None]:
    if found is None:
        return None, Problem.AMOUNT
    return -found if seen.is_out else found, None


def _directed(seen: Written | None, found: Decimal | None, word: str) -> tuple[Decimal | None, Problem | None]:
    """Follow the column that says which way; a sign may say the same, and nothing else."""
    if found is None:
        return None, Problem.AMOUNT
    out = words.goes_out(word) if word else None
    if out is None:
        return (-found, None) if seen.is_out else (None, Problem.DIRECTION)
    if seen.is_out and not out:
        return None, Problem.CONTRADICTION
    return -found if out else found, None


def _debit_is_negative(body: Table, layout: Layout) -> bool:
    """Whether the column of what went out carries its own minus, told by most of its bookings: a sum below is none."""
    if layout.debit < 0:
        return False
    bookings = [row for row in body if day_of(cell(row, layout.day), layout.date_order)]
    written_down = (written(cell(row, layout.debit)) for row in bookings)
    seen = [each for each in written_down if each and value(each.digits, layout.decimal)]
    return sum(each.is_signed for each in seen) * 2 > len(seen)


def _continues(row: Row, cells: Sequence[str], layout: Layout) -> bool:
    """Whether a line only goes on with the words of the one above: no day, no amount, and words in the same columns."""
    filled = {at for at, text in enumerate(cells) if text.strip()}
    return bool(row.payer or row.reference) and filled <= {layout.payer, layout.reference}


def _continued(row: Row, more: Row) -> Row:
    return replace(
        row,
        cells=(*row.cells, *more.cells),
        payer=" ".join(filter(None, [row.payer, more.payer])),
        reference=" ".join(filter(None, [row.reference, more.reference])),
    )


def _ended(rows: list[Row]) -> list[Row]:
    """Tell what stands below the last booking and is none: it has no day, and no amount or the words of a sum."""
    last = max((at for at, row in enumerate(rows) if row.day or row.is_pending), default=-1)
    return [
        replace(row, place=Place.BELOW, problem=None) if at > last >= 0 and _is_no_booking(row) else row
        for at, row in enumerate(rows)
    ]


def _is_no_booking(row: Row) -> bool:
    if any(LIKE_A_DAY.fullmatch(text.strip()) and not is_day(text) for text in row.cells):
        return False
    return row.amount is None or any(words.SUMS.search(words.fold(text)) for text in row.cells)


def _balances(table: Table, layout: Layout) -> frozenset[int]:
    """Find the columns of balances: they tell of the account, and may differ from export to export."""
    names = table[layout.heading] if 0 <= layout.heading < len(table) else []
    return frozenset(at for at, name in enumerate(names) if words.BALANCE.search(words.fold(name)))


def _identified(rows: list[Row], layout: Layout, balances: frozenset[int]) -> list[Row]:
    """Give every line the digests by which it is known again."""
    swapped = {"dmy": "mdy", "mdy": "dmy"}.get(layout.date_order, layout.date_order)
    numbers = [_number(row, layout) for row in rows]
    times = Counter(number for row, number in zip(rows, numbers, strict=True) if row.is_readable and not row.is_pending)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for row, number in zip(rows, numbers, strict=True):
        cells = [text for at, text in enumerate(row.cells) if at not in balances]
        content, other = content_of(cells, layout.date_order), content_of(cells, swapped)
        seen[content] += 1
        found.append(
            replace(
                row,
                digest=content_digest(content, seen[content]),
                reference_digest=number if times[number] == 1 else "",
                other_digest=content_digest(other, seen[content]) if other != content else "",
            )
        )
    return found


def _number(row: Row, layout: Layout) -> str:
    """Digest the bank's own number of a line. One that stands at several lines of a file is the number of none."""
    return reference_digest(cell(row.cells, layout.account), cell(row.cells, layout.bank_reference))
