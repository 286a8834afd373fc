"""The form that says what a payment settles, sent after somebody else changed what it offered."""

from decimal import Decimal

import pytest

from tests.factories.consortium import company, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from treasury import credit_notes, invoices

pytestmark = pytest.mark.django_db
TOLD = {"by": None, "at": NOON}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def consortium():
    return founded()


@pytest.fixture
def finance(client, consortium):
    client.force_login(officer(consortium, "finance"))
    return client


@pytest.mark.parametrize(
    "settle",
    [
        lambda invoice: paid(invoice, 1000),
        lambda invoice: credit_notes.cancel(invoice, reason="Wrong", **TOLD),
        lambda invoice: invoices.write_off(invoice, reason="Lost", **TOLD),
    ],
    ids=["paid", "cancelled", "written off"],
)
@pytest.mark.parametrize("other", ["", "250.00"])
def test_an_invoice_that_was_settled_meanwhile_is_named_and_other_amounts_are_kept(finance, consortium, settle, other):
    gone, still = invoiced(company(consortium, "Seagate"), 1000), invoiced(company(consortium, "Toshiba"), 500)
    payment = unmatched(consortium, 1600)
    settle(gone)

    typed = {f"invoice_{gone.number}": "1000.00", f"invoice_{still.number}": other, "once": "k"}
    answer = finance.post(f"{payment.get_absolute_url()}allocate/", typed)

    payment.refresh_from_db()
    assert (answer.status_code, payment.allocated) == (400, 0)
    assert [line["text"] for line in answer.context["summary"]] == [
        f"Invoice {gone.label} was paid, cancelled or written off meanwhile. "
        "Nothing is allocated yet; what you typed for others is kept."
    ]
    assert {name: answer.context["form"][name].value() for name in answer.context["form"].fields} == {
        f"invoice_{still.number}": other
    }


def test_what_stays_of_a_form_after_that_is_allocated(finance, consortium):
    gone, still = invoiced(company(consortium, "Seagate"), 1000), invoiced(company(consortium, "Toshiba"), 500)
    payment = unmatched(consortium, 1600)
    paid(gone, 1000)
    address = f"{payment.get_absolute_url()}allocate/"

    finance.post(address, {f"invoice_{gone.number}": "1000.00", f"invoice_{still.number}": "250.00", "once": "k"})
    finance.post(address, {f"invoice_{still.number}": "250.00", "once": "k"})

    payment.refresh_from_db()
    assert payment.allocated == Decimal(250)


def test_an_unpaid_invoice_that_is_offered_no_more_is_settled_as_was_typed(finance, consortium, monkeypatch):
    first, second = (invoiced(company(consortium, name), 500) for name in ("Seagate", "Toshiba"))
    payment = unmatched(consortium, 1600)
    monkeypatch.setattr("treasury.views.payments.OFFERED", 1)

    typed = {f"invoice_{first.number}": "500.00", f"invoice_{second.number}": "500.00", "once": "k"}
    finance.post(f"{payment.get_absolute_url()}allocate/", typed)

    payment.refresh_from_db()
    assert payment.allocated == Decimal(1000)


def test_the_rows_of_an_invoice_say_payment_beside_its_number(finance, consortium):
    invoice = invoiced(company(consortium, "Seagate"), 1000)
    payment = paid(invoice, 400)

    page = finance.get(invoice.get_absolute_url()).content.decode()

    assert f'<a href="{payment.get_absolute_url()}">Payment {payment.number}</a>' in page


@pytest.mark.parametrize("name", ["invoice_x", "invoice_", "invoice_" + "9" * 40, "invoice_999"])
def test_an_amount_beside_no_invoice_is_no_fault_of_ours(finance, consortium, name):
    payment = unmatched(consortium, 1600)

    answer = finance.post(f"{payment.get_absolute_url()}allocate/", {name: "5", "once": "k"})

    assert answer.status_code == 400
