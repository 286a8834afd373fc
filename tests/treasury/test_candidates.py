"""What a payment that was entered by hand looks like, and settling it in one click."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.consortium import company, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced
from treasury import candidates, payments
from treasury.models import Payment
from treasury.payments import Receipt
from treasury.references import printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def billed():
    """Invoices of three companies, two of them over the same amount."""
    consortium = founded()
    amounts = {"Seagate": 1000, "Toshiba": 700, "Pinewood": 1000}
    return {name: invoiced(company(consortium, name), amount) for name, amount in amounts.items()}


def entered(consortium, amount, *, payer="", reference="") -> Payment:
    receipt = Receipt("by-hand", date(2026, 3, 1), Decimal(amount), "USD", None, payer, reference)
    return payments.record(consortium, [receipt], by=None, at=NOON)[0]


@pytest.mark.parametrize(
    ("amount", "payer", "reference", "expected"),
    [
        (250, "", "Dues {toshiba} from somebody", ["Toshiba"]),
        (250, "", "our ref. {reference}, thank you", ["Toshiba"]),
        (1000, "PINEWOOD INC.", "", ["Pinewood", "Seagate"]),
        (1, "Seagate", "", ["Seagate"]),
        (1000, "", "", ["Seagate", "Pinewood"]),
        (250, "Unknown", "transfer", []),
    ],
)
def test_a_payment_looks_like_what_its_text_its_payer_or_its_amount_says(billed, amount, payer, reference, expected):
    toshiba = billed["Toshiba"]
    reference = reference.format(toshiba=toshiba.label, reference=printed(toshiba.reference))
    payment = entered(toshiba.consortium, amount, payer=payer, reference=reference)

    assert [each.invoice.organisation.name for each in candidates.suggested(payment)] == expected


@pytest.mark.usefixtures("_today")
def test_what_is_typed_is_recognised_in_the_answer_and_settled_in_one_click(client, billed):
    invoice = billed["Seagate"]
    client.force_login(officer(invoice.consortium, "finance"))
    typed = {"received_on": "2026-03-01", "amount": "400", "reference_text": f"Dues {invoice.label} from Seagate"}

    page = client.post(f"/{invoice.consortium.slug}/payments/new/", {**typed, "once": "a"}, follow=True)
    payment = Payment.objects.get()
    said = page.content.decode()
    one_click = {f"invoice_{invoice.number}": "400.00"}
    client.post(f"{payment.get_absolute_url()}allocate/", {**one_click, "once": "b"})
    again = client.post(f"{payment.get_absolute_url()}allocate/", {**one_click, "once": "another tab"}, follow=True)

    assert f"It looks like invoice {invoice.label} of Seagate" in said
    assert f'name="invoice_{invoice.number}" value="400.00"' in said
    assert "part payment: 600.00 stay open" in said
    assert f"Nothing is left of payment {payment.number}" in again.content.decode()
    invoice.refresh_from_db()
    payment.refresh_from_db()
    assert (invoice.paid, payment.state) == (Decimal(400), "used")
