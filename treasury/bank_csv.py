"""Reading a bank's CSV export: bytes and a layout in, lines out. No database.

Banks agree on nothing: encodings (UTF-8 with and without mark, Shift_JIS, Windows), separators, decimal
commas, orders of day and month, one signed amount or two columns. `recognise` guesses a layout from the
file; finance sees the guess, corrects it once, and it is remembered for files with the same heading.
"""

import csv
import hashlib
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from parties.typed import UNFIT

DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d %b %Y",
)
DELIMITERS = ",;\t|"
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""Marks with which a text in UTF-16 begins."""
WORDS = {
    "day": ("date", "datum", "buchungstag", "valuta", "日付", "取引日", "年月日", "取扱日"),
    "credit": ("credit", "deposit", "paid in", "haben", "gutschrift", "入金", "預入", "預り"),
    "debit": ("debit", "withdrawal", "paid out", "soll", "lastschrift", "出金", "支払", "引出"),
    "amount": ("amount", "betrag", "umsatz", "金額", "取引額"),
    "payer": ("payer", "debtor", "counterparty", "sender", "name", "auftraggeber", "zahler", "依頼人", "相手"),
    "currency": ("currency", "währung", "ccy", "devise", "通貨"),
    "reference": ("reference", "remittance", "purpose", "verwendung", "description", "details", "memo", "摘要", "備考"),
}
"""Words by which a column's heading gives itself away, the telling ones first."""
COLUMNS = ("day", "amount", "credit", "debit", "payer", "reference", "currency")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column means what. Columns are counted from 0; -1 is none."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    heading: int = 0
    """The row with the columns' names; banks put their own words above it."""
    day: int = -1
    amount: int = -1
    credit: int = -1
    debit: int = -1
    payer: int = -1
    reference: int = -1
    currency: int = -1
    date_format: str = "%Y-%m-%d"
    decimal: str = "."

    @property
    def is_complete(self) -> bool:
        return self.day >= 0 and (self.amount >= 0 or self.credit >= 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file as it was understood."""

    position: int
    """Line number in the file, from 1."""
    cells: tuple[str, ...]
    day: date | None = None
    amount: Decimal | None = None
    payer: str = ""
    reference: str = ""
    currency: str = ""
    """As the file says it; empty where it has no such column."""
    digest: str = ""

    def is_in(self, currency: str) -> bool:
        """Whether the line is in the currency, as far as it says."""
        return self.currency in ("", currency)

    @property
    def is_readable(self) -> bool:
        return self.day is not None and self.amount is not None

    @property
    def is_incoming(self) -> bool:
        return self.is_readable and self.amount > 0


def in_eight_bits(content: bytes) -> bytes:
    """Write an export in UTF-16, as some spreadsheets save it, in UTF-8; any other stays as it is."""
    if not content.startswith(WIDE):
        return content
    return content.decode("utf-16", errors="replace").encode("utf-8")


def recognise(content: bytes) -> Layout:
    """Guess the layout of a file from its bytes and its heading."""
    encoding = _encoding(content)
    text = content.decode(encoding, errors="replace")
    delimiter = _delimiter(text)
    table = _table(text, delimiter)
    heading = max(range(len(table[:20])), key=lambda at: (len(_columns(table[at])), -at), default=0)
    columns = _columns(table[heading]) if table else {}
    below = [row for row in table[heading + 1 :] if any(row)]
    amounts = [_cell(row, columns.get(name, -1)) for row in below for name in ("amount", "credit", "debit")]
    return Layout(
        encoding=encoding,
        delimiter=delimiter,
        heading=heading,
        **{name: columns.get(name, -1) for name in COLUMNS},
        date_format=_date_format([_cell(row, columns.get("day", -1)) for row in below]),
        decimal=_decimal(amounts),
    )


def read(content: bytes, layout: Layout) -> list[Row]:
    """Read the lines below the heading. A line that cannot be understood has no day or no amount."""
    table = _table(content.decode(layout.encoding, errors="replace"), layout.delimiter)
    seen: Counter[str] = Counter()
    rows = []
    for position, cells in enumerate(table[layout.heading + 1 :], start=layout.heading + 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(position, cells, layout)
        said = json.dumps([str(row.day), str(row.amount), row.payer, row.reference], ensure_ascii=False)
        seen[said] += 1
        rows.append(_with_digest(row, f"{said}{seen[said]}"))
    return rows


def names(content: bytes, layout: Layout) -> list[str]:
    """Give the names of the columns."""
    table = _table(content.decode(layout.encoding, errors="replace"), layout.delimiter)
    return list(table[layout.heading]) if len(table) > layout.heading else []


def heading_digest(columns: Sequence[str]) -> str:
    """Tell files of the same bank and kind by the names of their columns (SHA-256)."""
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()


def amount_of(text: str, decimal: str) -> Decimal | None:
    """Read an amount however the bank writes it: ``1.250,00-``, ``(1,250.00)``, ``¥１２，５００``."""
    text = unicodedata.normalize("NFKC", text).strip()
    negative = text.startswith(("-", "−", "(", "▲", "△")) or text.endswith("-")
    digits = "".join(sign for sign in text if sign.isdigit() or sign == decimal).replace(decimal, ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return -value if negative else value


def _row(position: int, cells: Sequence[str], layout: Layout) -> Row:
    return Row(
        position=position,
        cells=tuple(cells),
        day=_day(_cell(cells, layout.day), layout.date_format),
        amount=_amount(cells, layout),
        payer=_words(_cell(cells, layout.payer)),
        reference=_words(_cell(cells, layout.reference)),
        currency=_cell(cells, layout.currency).upper(),
    )


def _words(text: str) -> str:
    """Write what a bank says as one line: a cell may hold several."""
    return UNFIT.sub(" ", unicodedata.normalize("NFKC", text))


def _with_digest(row: Row, said: str) -> Row:
    """Tell a line by what it says, and equal lines of one file by which of them it is."""
    digest = hashlib.sha256(said.encode()).hexdigest()
    return replace(row, digest=digest)


def _amount(cells: Sequence[str], layout: Layout) -> Decimal | None:
    if layout.amount >= 0:
        return amount_of(_cell(cells, layout.amount), layout.decimal)
    credit = amount_of(_cell(cells, layout.credit), layout.decimal)
    debit = amount_of(_cell(cells, layout.debit), layout.decimal)
    if credit:
        return credit
    return -debit if debit else credit


def _day(text: str, date_format: str) -> date | None:
    text = unicodedata.normalize("NFKC", text).strip()
    for candidate in (text, text.split(" ")[0]):
        try:
            return datetime.strptime(candidate, date_format).date()
        except ValueError:
            continue
    return None


def _encoding(content: bytes) -> str:
    if content.startswith(WIDE):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        japanese = content.decode("cp932", errors="replace")
        known = any(word in japanese for words in WORDS.values() for word in words if not word.isascii())
        return "cp932" if known else "cp1252"
    return "utf-8-sig"


def _delimiter(text: str) -> str:
    """Choose the separator that cuts most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def consistency(delimiter: str) -> int:
        counts = Counter(len(row) for row in _table("\n".join(lines), delimiter))
        return max((cells - 1) * times for cells, times in counts.items()) if counts else 0

    return max(DELIMITERS, key=consistency)


def _table(text: str, delimiter: str) -> list[list[str]]:
    """Cut a text into cells; what is no table, such as a quotation that never ends, has none."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Tell columns by their names, each column once, by the most telling words first."""
    written = [unicodedata.normalize("NFKC", cell).casefold() for cell in cells]
    found: dict[str, int] = {}
    for name, words in WORDS.items():
        hits = (at for word in words for at, cell in enumerate(written) if word in cell)
        free = next((at for at in hits if at not in found.values()), None)
        if free is not None:
            found[name] = free
    return found


def _date_format(samples: Sequence[str]) -> str:
    written = [sample for sample in samples if sample.strip()][:200]
    fitting = [form for form in DATE_FORMATS if written and all(_day(sample, form) for sample in written)]
    return fitting[0] if fitting else DATE_FORMATS[0]


def _decimal(samples: Sequence[str]) -> str:
    """Take the comma or the point that stands before the last two digits; where none does, the one that does not
    stand before the last three, for that one parts thousands.
    """
    written = [sample.rstrip(" -)") for sample in samples]
    ends, thousands = (Counter(sample[-at : 1 - at] for sample in written) for at in (3, 4))
    if ends[","] == ends["."]:
        return "," if thousands["."] > thousands[","] else "."
    return "," if ends[","] > ends["."] else "."


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if 0 <= at < len(cells) else ""
