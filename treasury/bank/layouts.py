"""A layout: how a bank writes its export. Guessed from the file, corrected by finance, remembered for the next."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from treasury.bank import amounts, columns, days
from treasury.bank.columns import MEANINGS, named
from treasury.bank.tables import Table, cell, delimiter_of, encoding_of, table_of

ABOVE = 30
"""A heading is looked for in so many rows."""
ORDER_OF = {"%m/%d/%Y": "mdy", "%Y": "ymd"}
"""What layouts of before said by a pattern: the order of a day's parts."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column means what. Columns are counted from 0; -1 is none."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    heading: int = 0
    """The row with the columns' names, from 0; banks put their own words above it. -1 where there is none."""
    day: int = -1
    amount: int = -1
    credit: int = -1
    debit: int = -1
    direction: int = -1
    """A column that says which way the amount went."""
    payer: int = -1
    reference: int = -1
    currency: int = -1
    state: int = -1
    """A column that says whether the line is booked."""
    bank_reference: int = -1
    """The bank's own number of a line."""
    account: int = -1
    date_order: str = "ymd"
    decimal: str = "."
    asks: tuple[str, ...] = ()
    """Fields that the file leaves open, to be said by a person before anything is posted."""
    taken: tuple[str, ...] = ()
    """Fields that the file leaves open, taken as a person said of another file with the same heading."""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Layout":
        """Read a layout as it is stored, be it by a version that knew fewer fields."""
        known = {field.name for field in fields(cls)}
        said = {name: value for name, value in stored.items() if name in known}
        if "date_order" not in said and "date_format" in stored:
            said["date_order"] = _order_of(stored["date_format"])
        return cls(**{**said, **{name: tuple(said.get(name, ())) for name in ("asks", "taken")}})

    @property
    def is_complete(self) -> bool:
        return self.day >= 0 and (self.amount >= 0 or self.credit >= 0)

    @property
    def means(self) -> dict[str, int]:
        """The columns that mean something: meaning → column."""
        return {name: at for name in MEANINGS if (at := getattr(self, name)) >= 0}

    @property
    def sums(self) -> tuple[int, ...]:
        """The columns of amounts."""
        return tuple(at for at in (self.amount, self.credit, self.debit) if at >= 0)


def recognise(content: bytes, *, today: date, prefers: str = "dmy") -> Layout:
    """Guess the layout of a file from its bytes, its heading and its columns.

    ``today`` is the day on which it is read, ``prefers`` the usual order of a day's parts where nothing tells.
    """
    encoding = encoding_of(content)
    delimiter = delimiter_of(content.decode(encoding, errors="replace"))
    table = table_of(content, encoding, delimiter)
    heading = _heading(table)
    body = table[heading + 1 :]
    found = columns.told(columns.columns_of(table[heading] if heading >= 0 else (), body))
    return _read_by(Layout(encoding, delimiter, heading, **found), body, today=today, prefers=prefers)


def remembered(guessed: Layout, known: Layout, content: bytes, *, today: date) -> Layout:
    """Read a file by what somebody said of one with the same heading. Where its own days and amounts tell otherwise,
    as after a spreadsheet has saved it, they are believed.
    """
    body = table_of(content, guessed.encoding, guessed.delimiter)[guessed.heading + 1 :]
    said = Layout(guessed.encoding, guessed.delimiter, guessed.heading, **known.means)
    return _read_by(said, body, today=today, prefers=known.date_order, known=known)


def corrected(before: Layout, said: Mapping[str, Any], content: bytes, *, today: date) -> Layout:
    """Apply what a person says of a layout. Where another column than before is the day's or an amount's, the order
    of days and the mark of decimals are told anew from it, unless the person said these too.
    """
    given = {name: value for name, value in said.items() if value != getattr(before, name)}
    left = {name: tuple(each for each in getattr(before, name) if each not in said) for name in ("asks", "taken")}
    after = replace(before, **given, **left)
    body = table_of(content, after.encoding, after.delimiter)[after.heading + 1 :]
    told = _read_by(after, body, today=today, prefers=before.date_order)
    if after.day != before.day and "date_order" not in given:
        after = replace(after, date_order=told.date_order, asks=told.asks, taken=told.taken)
    if after.sums != before.sums and "decimal" not in given:
        after = replace(after, decimal=told.decimal)
    return after


def names(content: bytes, layout: Layout) -> list[str]:
    """Give the names of the columns; of a file without names, what stands in the first line."""
    table = table_of(content, layout.encoding, layout.delimiter)
    return list(table[max(layout.heading, 0)]) if len(table) > max(layout.heading, 0) else []


def heading_digest(content: bytes, layout: Layout) -> str:
    """Tell files of the same bank and kind by the names of their columns, else by their number (SHA-256)."""
    found = names(content, layout)
    return hashlib.sha256("\x1f".join(found if layout.heading >= 0 else ["", str(len(found))]).encode()).hexdigest()


def _read_by(layout: Layout, body: Table, *, today: date, prefers: str, known: Layout | None = None) -> Layout:
    """Tell the order of days and the mark of decimals from the columns that a layout names."""
    said = known.date_order if known and "date_order" not in known.asks else ""
    order = days.order_of((cell(row, layout.day) for row in body), today=today, prefers=prefers, known=said)
    decimal = amounts.decimal_of(
        (cell(row, at) for row in body for at in layout.sums), known=known.decimal if known else ""
    )
    columns_said = {name: getattr(layout, name) for name in ("encoding", "delimiter", "heading")} | layout.means
    return Layout(
        **columns_said,
        date_order=order.order,
        decimal=decimal,
        asks=("date_order",) if order.is_open else (),
        taken=("date_order",) if order.is_taken else (),
    )


def _heading(table: Sequence[Sequence[str]]) -> int:
    """Find the row with the names: the one that names most; else the one above the first booking, if it has no data."""
    rows = table[:ABOVE]
    best = max(range(len(rows)), key=lambda at: (named(rows[at]), -at), default=-1)
    if best >= 0 and named(rows[best]) > 1:
        return best
    first = next((at for at, cells in enumerate(rows) if columns.is_booking(cells)), None)
    if first is None:
        return 0 if rows else -1
    above = rows[first - 1] if first else ()
    return first - 1 if len(above) == len(rows[first]) and any(above) and not columns.has_data(above) else -1


def _order_of(pattern: str) -> str:
    """Read an order from a pattern that a layout of before had."""
    return ORDER_OF.get(pattern) or ("ymd" if pattern.startswith("%Y") else "dmy")
