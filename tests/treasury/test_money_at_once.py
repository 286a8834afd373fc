"""Two finance officers at the same moment, over real connections: they import, allocate, undo; nothing is twice."""

from collections import Counter
from decimal import Decimal

import pytest
from django.db import connections
from django.db.models import Sum

from parties.refusals import Refusal
from tests.factories.consortium import company, founded
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, unmatched
from tests.moments import at_once
from treasury import allocations, bank_files, credit_notes, payments
from treasury.models import Allocation, BankFile, BankLine, Invoice, Payment, Posting
from treasury.settlement import Part
from treasury.verification import verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("blobs_in_a_folder", "_no_connection_stays"),
]
OLD = "2026-02-20,Seagate,Dues,400.00"
CONTENT = {
    "february.csv": f"Date,Payer,Reference,Amount\n{OLD}\n2026-02-21,Toshiba,Dues,50.00\n",
    "march.csv": f"Date,Payer,Reference,Amount\n{OLD}\n2026-03-01,Toshiba,Dues,60.00\n",
}


@pytest.fixture
def _no_connection_stays():
    yield
    connections.close_all()


def posting(bank_file):
    fresh = BankFile.objects.select_related("consortium", "subject", "blob").get(pk=bank_file.pk)
    return lambda: bank_files.commit(fresh, currency="USD", by=None, at=NOON)


def test_two_post_files_that_overlap_and_the_same_file():
    consortium = founded()
    invoiced(company(consortium, "Seagate"), 400)
    files = [
        bank_files.upload(consortium, content.encode(), name=name, by=None, at=NOON)
        for name, content in CONTENT.items()
    ]

    at_once(*map(posting, [*files, *files]))

    amounts = Counter(Payment.objects.values_list("amount", flat=True))
    assert amounts == Counter(map(Decimal, (400, 50, 60)))
    assert BankLine.objects.count() == 3
    assert Allocation.objects.aggregate(total=Sum("amount"))["total"] == Decimal(400)
    assert verify(consortium) == []


def test_two_allocate_take_back_and_undo_the_same_payment():
    consortium = founded()
    invoice = invoiced(company(consortium, "Seagate"), 400)
    payment = unmatched(consortium, 400)

    def allocating():
        part = Part(Payment.objects.get(pk=payment.pk), Invoice.objects.get(pk=invoice.pk), Decimal(400))
        return allocations.allocate(consortium, [part], by=None, at=NOON)

    def taking_back():
        return allocations.take_back(allocations.standing(payment=payment), reason="x", by=None, at=NOON)

    def undoing():
        return payments.reverse(Payment.objects.get(pk=payment.pk), reason="x", by=None, at=NOON)

    for acts in ([allocating] * 3, [taking_back] * 3, [allocating, allocating, undoing], [undoing] * 3):
        at_once(*acts)
        invoice.refresh_from_db()
        payment.refresh_from_db()
        assert invoice.paid == payment.allocated == sum(each.amount for each in allocations.standing(payment=payment))
        assert invoice.paid in (Decimal(0), Decimal(400))
        assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0
        assert verify(consortium) == []
    assert payment.is_reversed
    assert invoice.paid == 0


def test_a_payment_and_the_cancelling_of_its_invoice_take_turns():
    consortium = founded()
    for turn in range(3):
        invoice = invoiced(company(consortium, f"Member {turn}"), 400)

        def paying(invoice=invoice):
            fresh = Invoice.objects.select_related("consortium", "debtor").get(pk=invoice.pk)
            told = {"received_on": NOON.date(), "key": f"{invoice.pk}", "by": None, "at": NOON}
            return payments.receive(fresh, amount=Decimal(400), **told)

        def cancelling(invoice=invoice):
            fresh = Invoice.objects.select_related("consortium", "subject").get(pk=invoice.pk)
            return credit_notes.cancel(fresh, reason="x", by=None, at=NOON)

        at_once(paying, cancelling, cancelling)
        invoice.refresh_from_db()
        assert (invoice.state, invoice.paid) == ("cancelled", Decimal(0))
        assert verify(consortium) == []


def test_of_two_who_say_whose_a_payment_is_the_second_hears_of_the_first():
    consortium = founded()
    payment = unmatched(consortium, 400)

    def saying(member):
        fresh = Payment.objects.select_related("consortium", "subject").get(pk=payment.pk)
        return lambda: payments.assign(fresh, member.subject, seen=None, by=None, at=NOON)

    said = at_once(*(saying(company(consortium, name)) for name in ("Seagate", "Toshiba", "Hoya")))

    assert sum(isinstance(each, Refusal) for each in said) == 2
    assert Posting.objects.filter(transaction__kind="payer_found").count() == 2
    assert verify(consortium) == []
