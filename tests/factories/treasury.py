"""Members with invoices and payments, through the real verbs."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from membership.models import Member
from parties.models import Consortium
from tests.factories.parties import NOON
from treasury import invoices, payments
from treasury.invoices import Bill
from treasury.models import Invoice, Payment
from treasury.payments import Receipt
from treasury.terms import Terms

TODAY = NOON.date()

TERMS = Terms(
    currency="USD",
    are_dues_charged=True,
    due_days=30,
    host="IDEMA",
    paid_to="IDEMA\nIllustrative Bank, IBAN XX00 0000",
    project_share=Decimal("0.9"),
    by_branch=True,
)
"""The terms of the ASRC preset."""


def bill(member: Member, amount: Decimal | str | int = 1000, *, year: int = 2026, purpose: str = "") -> Bill:
    """Say what a member is to be invoiced."""
    return Bill(
        debtor=member.subject,
        organisation=member.organisation,
        amount=Decimal(amount),
        year=year,
        branch=member.branch,
        tier="t1",
        purpose=purpose,
    )


def invoiced(
    member: Member,
    amount: Decimal | str | int = 1000,
    *,
    year: int = 2026,
    at: datetime = NOON,
    purpose: str = "",
    **terms,
) -> Invoice:
    """Issue one invoice."""
    (invoice,) = invoices.issue(
        member.consortium,
        [bill(member, amount, year=year, purpose=purpose)],
        terms=replace(TERMS, **terms),
        by=None,
        at=at,
    )
    return invoice


def paid(invoice: Invoice, amount: Decimal | str | int, *, at: datetime = NOON, key: str = "") -> Payment:
    """Receive a payment for an invoice."""
    count = Payment.objects.count()
    return payments.receive(
        invoice, amount=Decimal(amount), received_on=at.date(), key=key or f"key-{count}", by=None, at=at
    )


def unmatched(consortium: Consortium, amount: Decimal | str | int, *, on: date = TODAY, at: datetime = NOON) -> Payment:
    """Record a payment of which nobody knows whose it is."""
    key = f"unmatched-{Payment.objects.count()}"
    (payment,) = payments.record(consortium, [Receipt(key, on, Decimal(amount), "USD")], by=None, at=at)
    return payment
