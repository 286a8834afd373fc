"""Papers: what an invoice says, with every name in its own script really on the page."""

import io
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from parties.models import Organisation
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced
from treasury import billing, credit_notes, papers
from treasury.models import Invoice
from treasury.references import is_valid, printed

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def glyphs_of(content: bytes) -> str:
    """The text as the fonts' own tables give it: a letter without a glyph is not in it."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_an_invoice_names_host_member_amount_due_day_and_reference():
    invoice = invoiced(company(founded(), "Seagate Technology"), 1_000_000)

    said = text_of(papers.invoice(invoice))

    assert is_valid(invoice.reference)
    for words in (
        "IDEMA",
        "Seagate Technology",
        "Invoice 2026-0001",
        "1,000,000.00 USD",
        "1 Apr 2026",
        printed(invoice.reference),
        "Membership dues 2026",
    ):
        assert words in said


@pytest.mark.parametrize("name", ["東芝株式会社", "希捷科技", "デンソー", "王素梅有限公司"])
def test_names_in_their_own_script_are_set_in_real_letters(name):
    member = company(founded(), "Company")
    Organisation.objects.filter(pk=member.organisation.pk).update(native_name=name)
    member.organisation.refresh_from_db()

    assert name in glyphs_of(papers.invoice(invoiced(member)))


def test_the_billing_address_stands_on_the_paper_as_it_was_when_the_invoice_was_issued():
    member = company(founded(), "Toshiba", branch="jp")
    said = {"contact": "Accounts", "email": "", "order_number": "PO-7", "by": None, "at": NOON}
    billing.set_address(member.subject, address="1-1 Shibaura\nTokyo", **said)
    invoice = invoiced(member)
    billing.set_address(member.subject, address="Elsewhere", **said)

    invoice.refresh_from_db()
    words = text_of(papers.invoice(invoice))

    assert "1-1 Shibaura" in words
    assert "PO-7" in words
    assert "Elsewhere" not in words


def test_a_credit_note_names_the_invoice_and_the_reason():
    invoice = invoiced(company(founded(), "Seagate"), 1000)
    note = credit_notes.cancel(invoice, by=None, at=NOON, reason="Wrong tier")

    said = text_of(papers.credit_note(note))

    assert note.issued_on == date(2026, 3, 2)
    for words in ("Credit note C2026-0001", "2026-0001", "-1,000.00 USD", "Wrong tier"):
        assert words in said


def test_words_that_look_like_markup_are_text():
    member = company(founded(), '#read("/etc/passwd") *Bold*')

    assert '#read("/etc/passwd") *Bold*' in text_of(papers.invoice(invoiced(member)))


def test_the_account_stands_on_the_paper_as_the_charter_named_it_when_the_invoice_was_issued():
    member = company(founded(), "Seagate")
    invoice = invoiced(member, paid_to="IDEMA\nFirst Bank\nIBAN XX11 2222")
    later = invoiced(member, year=2027, paid_to="IDEMA\nSecond Bank")

    words, of_later = text_of(papers.invoice(invoice)), text_of(papers.invoice(later))

    assert "IBAN XX11 2222" in words
    assert "Second Bank" in of_later
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(paid_to="Another")


def test_an_invoice_without_an_account_names_none():
    invoice = invoiced(company(founded(), "Seagate"), paid_to="")

    assert "Pay to" not in text_of(papers.invoice(invoice))


def test_a_credit_note_asks_for_no_payment():
    note = credit_notes.cancel(invoiced(company(founded(), "Seagate")), by=None, at=NOON, reason="Wrong tier")

    assert "Pay to" not in text_of(papers.credit_note(note))
