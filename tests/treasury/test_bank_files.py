"""Bank files: matched by reference, part and over-payments, the unmatched listed, twice changes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from parties.refusals import Invalid, Refusal
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced
from treasury import bank_files
from treasury.models import BankFile, BankLine, Payment, Posting
from treasury.references import printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blobs_in_a_folder")]


def export(*lines: tuple) -> bytes:
    rows = ["Date,Payer,Reference,Amount", *(",".join(map(str, line)) for line in lines)]
    return "\n".join(rows).encode()


def uploaded(consortium, *lines, name="march.csv") -> BankFile:
    return bank_files.upload(consortium, export(*lines), name=name, by=None, at=NOON)


def committed(bank_file) -> list[Payment]:
    return bank_files.commit(bank_file, currency="USD", by=None, at=NOON)


def test_a_line_with_the_reference_pays_its_invoice():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    bank_file = uploaded(invoice.consortium, ("2026-03-01", "SEAGATE", printed(invoice.reference), 1000))

    (payment,) = committed(bank_file)

    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid, payment.payer_id) == ("paid", Decimal(1000), invoice.debtor_id)
    assert (payment.state, payment.received_on) == ("used", date(2026, 3, 1))


def test_part_payments_add_up_and_what_is_over_stays_credit():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    bank_file = uploaded(
        invoice.consortium,
        ("2026-03-01", "Seagate", invoice.label, "400"),
        ("2026-03-02", "Seagate", invoice.label, "700"),
    )

    first, second = committed(bank_file)

    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid) == ("paid", Decimal(1000))
    assert (first.rest, second.rest, second.state) == (Decimal(0), Decimal(100), "credit")


def test_a_line_that_names_the_payer_and_the_exact_amount_is_matched():
    invoice = invoiced(company(founded(), "Seagate Technology"), 1000)
    bank_file = uploaded(invoice.consortium, ("2026-03-01", "SEAGATE TECHNOLOGY LLC", "dues", 1000))

    (match,) = bank_files.plan(bank_file, "USD", at=NOON).matched

    assert (match.by, match.candidate.label) == ("payer", invoice.label)


def test_an_amount_alone_is_only_suggested():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    bank_file = uploaded(invoice.consortium, ("2026-03-01", "UNKNOWN", "transfer", 1000))

    (match,) = bank_files.plan(bank_file, "USD", at=NOON).unmatched
    (payment,) = committed(bank_file)

    assert [each.label for each in match.suggestions] == [invoice.label]
    assert (payment.state, payment.payer) == ("unmatched", None)


def test_two_invoices_over_the_same_amount_are_not_guessed_between():
    consortium = founded()
    invoiced(company(consortium, "Seagate US"), 1000)
    invoiced(company(consortium, "Seagate Japan"), 1000)
    bank_file = uploaded(consortium, ("2026-03-01", "Seagate US and Seagate Japan", "", 1000))

    assert len(bank_files.plan(bank_file, "USD", at=NOON).unmatched) == 1


def test_the_dry_run_changes_nothing():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    postings = Posting.objects.count()
    bank_file = uploaded(invoice.consortium, ("2026-03-01", "Seagate", invoice.label, 1000))

    bank_files.plan(bank_file, "USD", at=NOON)

    assert (Payment.objects.count(), Posting.objects.count()) == (0, postings)


def test_the_same_file_twice_is_one_file_and_changes_nothing():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    line = ("2026-03-01", "Seagate", invoice.label, 1000)
    committed(uploaded(invoice.consortium, line))

    again = uploaded(invoice.consortium, line, name="again.csv")

    with pytest.raises(Refusal, match="in the books already"):
        committed(again)
    assert (BankFile.objects.count(), Payment.objects.count()) == (1, 1)


def test_a_file_that_overlaps_an_earlier_one_brings_only_its_new_lines():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    old = ("2026-03-01", "Seagate", invoice.label, 400)
    committed(uploaded(invoice.consortium, old))
    later = uploaded(invoice.consortium, old, ("2026-03-02", "Seagate", invoice.label, 600), name="april.csv")

    planned = bank_files.plan(later, "USD", at=NOON)
    committed(later)

    assert (len(planned.known), len(planned.matched)) == (1, 1)
    assert (Payment.objects.count(), BankLine.objects.count()) == (2, 2)


def test_money_that_went_out_is_listed_and_left_out():
    consortium = founded()
    bank_file = uploaded(consortium, ("2026-03-01", "Bank", "fee", -25))

    assert len(bank_files.plan(bank_file, "USD", at=NOON).outgoing) == 1
    assert committed(bank_file) == []


def test_lines_that_cannot_be_read_are_named():
    bank_file = uploaded(founded(), ("2026-03-01", "A", "", 10), ("soon", "B", "", 10))

    with pytest.raises(Refusal, match="Lines 3 cannot be read"):
        committed(bank_file)


def test_a_layout_corrected_once_is_remembered_for_the_same_heading():
    consortium = founded()
    first = bank_files.upload(consortium, b"Wann,Wer,Was,Wieviel\n2026-03-01,A,x,10\n", name="a.csv", by=None, at=NOON)
    with pytest.raises(Invalid, match="column of the day"):
        bank_files.lay_out(first, {}, by=None, at=NOON)

    bank_files.lay_out(first, {"day": 0, "payer": 1, "reference": 2, "amount": 3}, by=None, at=NOON)
    second = bank_files.upload(consortium, b"Wann,Wer,Was,Wieviel\n2026-03-02,B,y,20\n", name="b.csv", by=None, at=NOON)

    assert second.layout["amount"] == 3
    assert [row.row.amount for row in bank_files.plan(second, "USD", at=NOON).unmatched] == [Decimal(20)]


def test_a_day_that_has_not_come_points_to_the_order_of_day_and_month():
    bank_file = uploaded(founded(), ("2026-12-01", "A", "", 10))

    with pytest.raises(Refusal, match="order of day and month"):
        committed(bank_file)


def test_a_picture_is_no_bank_file():
    with pytest.raises(Invalid, match="no CSV"):
        bank_files.upload(founded(), b"\x89PNG\r\n", name="a.png", by=None, at=NOON)


def test_lines_in_another_currency_are_told_and_never_booked():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    lines = ["Date,Amount,Currency,Payer,Reference", f"2026-03-01,1000,EUR,Seagate,{invoice.reference}"]
    content = "\n".join([*lines, "2026-03-01,250,usd,Seagate,"]).encode()
    bank_file = bank_files.upload(invoice.consortium, content, name="two.csv", by=None, at=NOON)

    planned = bank_files.plan(bank_file, "USD", at=NOON)
    made = committed(bank_file)

    assert [row.currency for row in planned.foreign] == ["EUR"]
    assert [payment.amount for payment in made] == [Decimal(250)]


def test_what_is_no_text_is_refused_as_a_bank_file():
    with pytest.raises(Invalid, match="not the text of a bank's CSV export"):
        bank_files.upload(founded(), bytes(range(256)), name="bank.csv", by=None, at=NOON)


def test_an_export_in_utf_16_is_read_like_any_other():
    content = "Date,Amount,Payer\n2026-03-01,8.00,東芝\n".encode("utf-16")
    bank_file = bank_files.upload(founded(), content, name="bank.csv", by=None, at=NOON)

    (match,) = bank_files.plan(bank_file, "USD", at=NOON).unmatched

    assert (match.row.payer, match.row.amount) == ("東芝", Decimal(8))


def test_a_line_of_a_mistyped_century_is_named_and_stops_no_other():
    bank_file = uploaded(founded(), ("1926-03-01", "Seagate", "dues", 10), ("2026-03-01", "Seagate", "dues", 20))

    with pytest.raises(Refusal, match="Lines 2 cannot be read"):
        committed(bank_file)
    (made,) = bank_files.commit(bank_file, currency="USD", by=None, at=NOON, leave_out_unreadable=True)

    assert made.amount == Decimal(20)
