"""Bank exports as banks write them: encodings, separators, commas, orders of day and month."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest

from treasury.bank.amounts import amount_of
from treasury.bank.layouts import recognise
from treasury.bank.lines import read

TODAY = date(2026, 12, 1)
GERMAN = (
    "Umsätze Konto 123;;;;\r\n"
    "Buchungstag;Auftraggeber;Verwendungszweck;Betrag;Währung\r\n"
    "02.03.2026;Müller GmbH;RF18 5390 0754 7034;1.250,00;EUR\r\n"
    "13.03.2026;Bank;Gebühr;-12,50;EUR\r\n"
)
JAPANESE = (
    "日付,振込依頼人,摘要,入金金額,出金金額\r\n"
    '2026/03/02,ﾄｳｼﾊﾞ(ｶ,会費 2026-0001,"400,000",\r\n'
    "2026/03/03,手数料,,,440\r\n"
)
AMERICAN = (
    "Date,Description,Name,Amount\n"
    '03/02/2026,DUES 2026-0001,SEAGATE TECHNOLOGY LLC,"1,000,000.00"\n'
    "03/25/2026,FEE,BANK,(25.00)\n"
)


def understood(content: bytes) -> list[tuple]:
    return [(row.day, row.amount, row.payer, row.reference) for row in read(content, recognise(content, today=TODAY))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_german_export_is_understood_in_any_encoding(encoding):
    assert understood(GERMAN.encode(encoding)) == [
        (date(2026, 3, 2), Decimal("1250.00"), "Müller GmbH", "RF18 5390 0754 7034"),
        (date(2026, 3, 13), Decimal("-12.50"), "Bank", "Gebühr"),
    ]


def test_an_export_without_words_is_read_in_the_encoding_that_knows_all_its_bytes():
    content = "10/18/2026,Halden,USD 93761.05\n10/20/2026,Sample,−USD 949074.50\n".encode("gb18030")
    layout = recognise(content, today=TODAY)

    assert (layout.encoding, [row.amount for row in read(content, layout)]) == (
        "gb18030",
        [Decimal("93761.05"), Decimal("-949074.50")],
    )


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_japanese_export_is_understood_in_any_encoding(encoding):
    assert understood(JAPANESE.encode(encoding)) == [
        (date(2026, 3, 2), Decimal(400_000), "トウシバ(カ", "会費 2026-0001"),
        (date(2026, 3, 3), Decimal(-440), "手数料", ""),
    ]


def test_an_american_export_is_understood():
    assert understood(AMERICAN.encode()) == [
        (date(2026, 3, 2), Decimal(1_000_000), "SEAGATE TECHNOLOGY LLC", "DUES 2026-0001"),
        (date(2026, 3, 25), Decimal(-25), "BANK", "FEE"),
    ]


def test_the_guess_names_the_columns_and_the_heading_below_the_banks_own_words():
    guessed = asdict(recognise(GERMAN.encode(), today=TODAY))

    assert guessed == {
        "encoding": "utf-8-sig",
        "delimiter": ";",
        "heading": 1,
        "day": 0,
        "amount": 3,
        "credit": -1,
        "debit": -1,
        "payer": 1,
        "reference": 2,
        "currency": 4,
        **dict.fromkeys(("direction", "state", "bank_reference", "account"), -1),
        "date_order": "dmy",
        "decimal": ",",
        "asks": (),
        "taken": (),
    }


def test_equal_lines_of_one_file_are_told_apart_and_known_again_in_another():
    once = read(AMERICAN.encode(), recognise(AMERICAN.encode(), today=TODAY))
    line = AMERICAN.splitlines()[1]
    content = f"{AMERICAN}{line}\n".encode()

    twice = [row.digest for row in read(content, recognise(content, today=TODAY))]

    assert twice[:2] == [row.digest for row in once]
    assert len(set(twice)) == 3


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1.250,00", ",", "1250.00"),
        ("1.250,00-", ",", "-1250.00"),
        ("(1,250.00)", ".", "-1250.00"),
        ("¥１２，５００", ".", "12500"),
        ("1'250.00 CHF", ".", "1250.00"),
        ("+12", ".", "12"),
        ("▲440", ".", "-440"),
    ],
)
def test_amounts_are_read_however_they_are_written(text, decimal, amount):
    assert amount_of(text, decimal) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "n/a", "1.2.3"])
def test_what_is_no_amount_is_none(text):
    assert amount_of(text, ".") is None


@pytest.mark.parametrize(
    ("samples", "amounts"),
    [
        (("1.000", "25.500"), ("1000", "25500")),
        (("1,000", "25,500"), ("1000", "25500")),
        (("1.000,50", "2.000"), ("1000.50", "2000")),
        (("1000", "12"), ("1000", "12")),
    ],
)
def test_whole_amounts_keep_their_thousands_whatever_parts_them(samples, amounts):
    lines = [f"2026-03-0{at};{sample}" for at, sample in enumerate(samples, start=1)]
    content = "\n".join(["Date;Amount", *lines]).encode()

    assert [row.amount for row in read(content, recognise(content, today=TODAY))] == [
        Decimal(amount) for amount in amounts
    ]


def test_a_quotation_that_never_ends_is_no_table():
    content = b'Date,Amount\n2026-03-01,"' + b"x" * 200_000

    assert read(content, recognise(content, today=TODAY)) == []


def test_fu_s9_what_a_bank_writes_on_several_lines_is_read_as_one():
    lines = 'Date,Description,Name,Amount\n03/02/2026,"DUES\n2026-0001","SEAGATE\r\nTECHNOLOGY",10.00\n'

    [(__, __, payer, reference)] = understood(lines.encode())

    assert (payer, reference) == ("SEAGATE  TECHNOLOGY", "DUES 2026-0001")
