"""What was written off beside a payment is owed again once the payment turns out not to have been for it."""

from decimal import Decimal

import pytest

from duties.models import Duty
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON, PersonFactory
from tests.factories.treasury import invoiced, paid
from treasury import allocations, invoices, payments, returns
from treasury.models import Invoice
from treasury.verification import verify

pytestmark = pytest.mark.django_db


def take_back(payment, told):
    allocations.take_back(allocations.standing(payment=payment), reason="Another's", **told)


def reverse(payment, told):
    payments.reverse(payment, reason="It never came", **told)


def record_return(payment, told):
    returns.record(payment, returned_on=payment.received_on, reason="Bounced", **told)


@pytest.mark.parametrize("undo", [take_back, reverse, record_return])
@pytest.mark.parametrize("times", [1, 2])
def test_a_payment_of_an_invoice_that_was_written_off_can_be_undone(undo, times):
    told = {"by": PersonFactory(), "at": NOON}
    member = company(founded(), "Seagate")
    invoice = invoiced(member, 100)

    for _time in range(times):
        invoice.refresh_from_db()
        payment = paid(invoice, 30)
        invoice.refresh_from_db()
        invoices.write_off(invoice, reason="Not worth a letter", **told)
        payment.refresh_from_db()
        undo(payment, told)

    reopened = Invoice.objects.with_owed().get()
    assert (reopened.state, reopened.open_amount) == ("issued", Decimal(100))
    assert verify(member.consortium) == []
    assert Duty.objects.get(subject=invoice.subject, kind="invoice.pay").state == "open"
