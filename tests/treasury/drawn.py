"""Bank files drawn at random with a stated truth: how banks write directions, amounts, days, names and pending lines.

``python -m tests.treasury.drawn`` writes the forty that the suite reads; ``make bankfiles`` draws a thousand others.
"""

import csv
import io
import json
import random
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "drawn"
KEPT = 40
TODAY = date(2026, 12, 1)
PAYERS = ["Example Member Ltd", "Second Sample AG", "Third Instance BV", "Halden Glass Friends", "Fourth Case KK"]
HEADINGS = {
    "en": {"day": "Booking date", "payer": "Payer", "reference": "Reference", "amount": "Amount", "credit": "Credit",
           "debit": "Debit", "direction": "Debit/Credit", "state": "Status", "balance": "Balance"},
    "de": {"day": "Buchungstag", "payer": "Beguenstigter/Zahlungspflichtiger", "reference": "Verwendungszweck",
           "amount": "Betrag", "credit": "Haben", "debit": "Soll", "direction": "S/H", "state": "Status",
           "balance": "Saldo"},
    "nl": {"day": "Datum", "payer": "Naam / Omschrijving", "reference": "Mededelingen", "amount": "Bedrag",
           "credit": "Bij", "debit": "Af", "direction": "Af Bij", "state": "Status", "balance": "Saldo na mutatie"},
    "ja": {"day": "日付", "payer": "振込依頼人", "reference": "摘要", "amount": "金額", "credit": "入金額",
           "debit": "出金額", "direction": "入出金区分", "state": "状態", "balance": "残高"},
    "zh": {"day": "交易日期", "payer": "对方户名", "reference": "附言", "amount": "交易金额", "credit": "收入金额",
           "debit": "支出金额", "direction": "借贷标志", "state": "状态", "balance": "余额"},
}  # fmt: skip
WAYS = {"en": [("Debit", "Credit"), ("DBIT", "CRDT"), ("D", "C"), ("-", "+")], "de": [("S", "H"), ("Soll", "Haben")],
        "nl": [("Af", "Bij")], "ja": [("出金", "入金")], "zh": [("借", "贷")]}  # fmt: skip
PENDING = {"en": ("Pending", "Booked"), "de": ("vorgemerkt", "gebucht"), "nl": ("In behandeling", "Verwerkt"),
           "ja": ("未確定", "確定"), "zh": ("待入账", "已入账")}  # fmt: skip
ENCODINGS = {"en": ["utf-8", "utf-8-sig", "utf-16", "cp1252"], "de": ["utf-8", "cp1252", "utf-16"],
             "nl": ["utf-8", "cp1252"], "ja": ["utf-8", "cp932"], "zh": ["utf-8", "gb18030"]}  # fmt: skip
SIGNS = ["minus", "unicode", "trailing", "brackets", "after symbol", "words", "column", "sides", "signed sides"]
TIME = " 09:30:00"
DAYS = ["iso", "dmy/", "mdy/", "dmy.", "dmy. short", "compact", "named", "time"]


@dataclass
class Line:
    """What a line really is."""

    day: str
    amount: str
    """Negative where it went out."""
    payer: str
    reference: str
    is_pending: bool = False
    balance: str = ""


@dataclass
class Drawn:
    """A file, what it says, and what a person who is asked would answer."""

    content: bytes
    lines: list[Line]
    columns: dict[str, int]
    date_order: str
    decimal: str
    heading: int
    style: dict = field(default_factory=dict)
    extra: int = 0
    """Lines below the last booking."""


def draw(seed: int) -> Drawn:
    """Draw a file."""
    die = random.Random(seed)
    style = {
        "language": die.choice(list(HEADINGS)),
        "sign": die.choice(SIGNS),
        "days": die.choice(DAYS),
        "decimal": die.choice(".,"),
        "thousands": die.choice(["", "", "other", "'", " "]),
        "places": die.choice(["two", "two", "trimmed"]),
        "symbol": die.choice(["", "", "$ before", "$ behind", "USD before", "USD behind"]),
        "order": die.choice(["oldest", "newest"]),
        "has_heading": die.random() > 0.15,
        "above": die.choice([0, 0, 1, 3]),
        "has_pending": die.random() < 0.3,
        "has_footer": die.random() < 0.25,
        "has_balance": die.random() < 0.4,
        "delimiter": die.choice(",;\t"),
    }
    style["encoding"] = die.choice(ENCODINGS[style["language"]])
    if not style["has_heading"]:
        style |= {"above": 0, "has_footer": False}
    return _written(_lines(die, style), style, die)


def resaved(drawn: Drawn, die: random.Random) -> bytes:
    """Save the file anew as a spreadsheet does: commas, UTF-8, no zeros behind the decimals of plain numbers, and now
    and then no time behind a day. What lost its time is no longer known by itself: whoever posts the file is asked.
    """
    table = _table(drawn)
    drops_times = die.random() < 0.5
    for cells in table:
        for at, text in enumerate(cells):
            if text.replace(".", "", 1).isdecimal() and "." in text:
                cells[at] = f"{Decimal(text).normalize():f}"
            elif drops_times:
                cells[at] = text.removesuffix(TIME)
    return _content(table, {**drawn.style, "delimiter": ",", "encoding": die.choice(["utf-8", "utf-8-sig"])})


def continued(drawn: Drawn, keeps: int, die: random.Random) -> tuple[bytes, Line]:
    """Export again some days later: the last lines that were there, and a new one."""
    kept = drawn.lines[:keeps] if drawn.style["order"] == "newest" else drawn.lines[-keeps:]
    balance = Decimal(kept[-1].balance) + Decimal("77123.25")
    new = Line("2026-11-30", "77123.25", "Newcomer Inc", "one more", balance=f"{balance}")
    lines = [new, *kept] if drawn.style["order"] == "newest" else [*kept, new]
    return _written(lines, drawn.style, die).content, new


def _lines(die: random.Random, style: dict) -> list[Line]:
    """Draw what happened; among it two equal transfers on one day, and a big and a small amount."""
    first = TODAY - timedelta(days=die.randint(20, 150))
    found = []
    for turn in range(die.randint(4, 12)):
        day = min(first + timedelta(days=die.randint(0, 4) + 2 * turn), TODAY - timedelta(days=2))
        whole = die.choice([die.randint(1, 999), die.randint(1000, 99_999), die.randint(100_000, 2_000_000)])
        cents = die.choice(["00", "00", "50", "05", f"{die.randint(0, 99):02d}"])
        amount = f"{'-' if die.random() < 0.35 else ''}{whole}.{cents}"
        found.append(Line(day.isoformat(), amount, die.choice(PAYERS), f"dues {die.randint(10, 99)}"))
    found.append(Line(**asdict(found[-1])))
    if not any(line.amount.startswith("-") for line in found):
        found[0].amount = f"-{found[0].amount}"
    if not any(line.amount.endswith(("5", "7")) for line in found):
        found[-1].amount = found[-2].amount = "1234.57"
    found.sort(key=lambda line: line.day, reverse=style["order"] == "newest")
    if style["has_pending"]:
        found[0 if style["order"] == "newest" else -1].is_pending = True
    balance = Decimal("5000000.05")
    for line in found:
        balance += Decimal(line.amount)
        line.balance = f"{balance}"
    return found


def _written(lines: list[Line], style: dict, die: random.Random) -> Drawn:
    names = HEADINGS[style["language"]]
    wanted = ["day", "payer", "reference"]
    wanted += {
        "column": ["amount", "direction"],
        "sides": ["debit", "credit"],
        "signed sides": ["debit", "credit"],
    }.get(style["sign"], ["amount"])
    wanted += ["state"] if style["has_pending"] else []
    wanted += ["balance"] if style["has_balance"] else []
    if "columns" not in style:
        rest = wanted[1:]
        die.shuffle(rest)
        style["columns"] = [wanted[0], *rest]
        style["ways"] = die.choice(WAYS[style["language"]])
    order = style["columns"]
    table = [["Example Bank"], ["Account", "12345"], []][: style["above"]]
    table += [[names[name] for name in order]] if style["has_heading"] else []
    table += [[_cell(name, line, style) for name in order] for line in lines]
    table += [["Total", "", "123.45"]] if style["has_footer"] else []
    return Drawn(
        content=_content(table, style),
        lines=lines,
        columns={name: order.index(name) for name in order if name != "balance"},
        date_order={"dmy/": "dmy", "mdy/": "mdy", "dmy.": "dmy", "dmy. short": "dmy"}.get(style["days"], "ymd"),
        decimal=style["decimal"],
        heading=style["above"] if style["has_heading"] else -1,
        style=style,
        extra=1 if style["has_footer"] else 0,
    )


def _cell(name: str, line: Line, style: dict) -> str:
    amount = Decimal(line.amount)
    if name == "day":
        return _day(date.fromisoformat(line.day), style["days"])
    if name == "amount":
        return _amount(amount, style)
    if name in ("credit", "debit"):
        is_here = (amount < 0) == (name == "debit")
        minus = "-" if style["sign"] == "signed sides" and name == "debit" else ""
        return f"{minus}{_marked(_digits(abs(amount), style), style)}" if is_here else ""
    if name == "direction":
        return style["ways"][amount > 0]
    if name == "state":
        return PENDING[style["language"]][0 if line.is_pending else 1]
    return _digits(Decimal(line.balance), style) if name == "balance" else getattr(line, name)


def _amount(amount: Decimal, style: dict) -> str:
    digits, sign = _digits(abs(amount), style), style["sign"]
    if sign == "words":
        return f"{_marked(digits, style)} {'DR' if amount < 0 else 'CR'}"
    if amount > 0 or sign == "column":
        return _marked(digits, style)
    if sign == "after symbol" and style["symbol"].endswith("before"):
        return f"{style['symbol'].split()[0]}-{digits}"
    written = _marked(digits, style)
    dash = "–" if style["encoding"] == "cp1252" else "−"
    return {"unicode": f"{dash}{written}", "trailing": f"{written}-", "brackets": f"({written})"}.get(
        sign, f"-{written}"
    )


def _digits(amount: Decimal, style: dict) -> str:
    whole, __, cents = f"{amount:.2f}".partition(".")
    mark = {"other": "." if style["decimal"] == "," else ","}.get(style["thousands"], style["thousands"])
    whole = f"{int(whole):,}".replace(",", mark)
    cents = cents.rstrip("0") if style["places"] == "trimmed" else cents
    return f"{whole}{style['decimal']}{cents}" if cents else whole


def _marked(digits: str, style: dict) -> str:
    symbol, __, place = style["symbol"].partition(" ")
    space = " " if symbol == "USD" else ""
    return f"{symbol}{space}{digits}" if place == "before" else f"{digits}{space}{symbol}"


def _day(day: date, written: str) -> str:
    return {
        "iso": day.isoformat(),
        "dmy/": f"{day:%d/%m/%Y}",
        "mdy/": f"{day:%m/%d/%Y}",
        "dmy.": f"{day:%d.%m.%Y}",
        "dmy. short": f"{day:%d.%m.%y}",
        "compact": f"{day:%Y%m%d}",
        "named": f"{day.day} {day:%b} {day.year}",
        "time": f"{day.isoformat()}{TIME}",
    }[written]


def _content(table: list[list[str]], style: dict) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=style["delimiter"]).writerows(table)
    return buffer.getvalue().encode(style["encoding"])


def _table(drawn: Drawn) -> list[list[str]]:
    text = drawn.content.decode("utf-8-sig" if drawn.style["encoding"] == "utf-8-sig" else drawn.style["encoding"])
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=drawn.style["delimiter"]))


def kept() -> list[Drawn]:
    """Read the forty."""
    truths = json.loads((FOLDER / "truths.json").read_text())
    return [
        Drawn(
            **{
                **said,
                "content": (FOLDER / f"{at:02d}.csv").read_bytes(),
                "lines": [Line(**each) for each in said["lines"]],
            }
        )
        for at, said in enumerate(truths)
    ]


def keep() -> None:
    """Write the forty anew."""
    FOLDER.mkdir(exist_ok=True)
    truths = []
    for at in range(KEPT):
        said = asdict(draw(at))
        (FOLDER / f"{at:02d}.csv").write_bytes(said.pop("content"))
        truths.append(said)
    (FOLDER / "truths.json").write_text(json.dumps(truths, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    keep()
