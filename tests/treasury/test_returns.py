"""Money that came and that the bank took back: it stays in the books, and so does its return."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from duties.models import Notice
from duties.sentences import sentence
from journal.history import history_of
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import company, employee, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from treasury import queries, returns
from treasury.models import Invoice, Payment
from treasury.verification import verify

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def seagate():
    return company(founded(), "Seagate")


def returned(payment: Payment, day: date = TODAY, reason: str = "Recalled by the payer", by=None):
    return returns.record(payment, returned_on=day, reason=reason, by=by, at=NOON)


def test_a_returned_payment_stands_on_the_statement_with_its_return_and_its_invoice_is_open_again(seagate):
    invoice = invoiced(seagate, 1000)
    payment = paid(invoice, 1000)

    returned(payment)

    lines = queries.statement(seagate.consortium, seagate.subject_id)
    assert [(str(line.label), line.amount) for line in lines if line.label != "Invoice"] == [
        ("Payment received", Decimal(-1000)),
        ("Returned or sent back", Decimal(1000)),
    ]
    assert Invoice.objects.with_owed().get().owed == 1000
    assert Invoice.objects.get().state == "issued"
    assert verify(seagate.consortium) == []


def test_the_day_of_the_return_is_the_banks(seagate):
    payment = paid(invoiced(seagate, 1000), 1000)

    made = returned(payment, payment.received_on)

    (line,) = [each for each in queries.statement(seagate.consortium, seagate.subject_id) if each.amount == 1000][1:]
    assert (made.paid_on, line.day) == (payment.received_on, payment.received_on)


def test_those_who_pay_its_invoices_are_told(seagate):
    billing = employee(seagate, "", "Own", "billing")
    payment = paid(invoiced(seagate, 1000), 1000)

    returned(payment)

    notice = Notice.objects.get(kind="payment.returned")
    assert (notice.person, notice.is_urgent, notice.address) == (billing, True, payment.get_absolute_url())
    assert "took back your payment of 1,000.00 USD" in sentence(notice.kind, notice.facts)


def test_an_unmatched_payment_may_be_returned_and_tells_nobody(seagate):
    returned(unmatched(seagate.consortium, 77))

    assert not Notice.objects.filter(kind="payment.returned").exists()
    assert Payment.objects.get().rest == 0


@pytest.mark.parametrize("days", [-400, 1])
def test_it_was_returned_after_it_came_and_before_tomorrow(seagate, days):
    payment = paid(invoiced(seagate, 1000), 1000)

    with pytest.raises(Invalid, match="between"):
        returned(payment, TODAY + timedelta(days=days))

    assert Payment.objects.get().allocated == 1000


def test_it_is_returned_once(seagate):
    payment = paid(invoiced(seagate, 1000), 1000)
    returned(payment)

    with pytest.raises(Refusal, match="Nothing of payment"):
        returned(Payment.objects.get())


def test_finance_records_it_on_a_page_and_the_member_goes_on_seeing_the_payment(client, seagate):
    finance, billing = officer(seagate.consortium, "finance"), employee(seagate, "", "Own", "billing")
    payment = paid(invoiced(seagate, 1000), 1000)
    client.force_login(finance)

    empty = client.post(f"{payment.get_absolute_url()}record-return/", {"reason": ""})
    client.post(f"{payment.get_absolute_url()}record-return/", {"reason": "Bounced", "returned_on": TODAY.isoformat()})
    client.force_login(billing)
    page = client.get(payment.get_absolute_url())

    assert (empty.status_code, page.status_code) == (400, 200)
    assert "1,000.00 sent back on" in page.content.decode()
    assert "recorded that the bank took the payment back" in str(history_of(payment.subject_id)[0].sentence)
