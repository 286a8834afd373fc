"""What may happen to the money of a member with two invoices, and what it owes then: the table of `test_debts`."""

from datetime import datetime
from decimal import Decimal

from membership.models import Member
from tests.factories.consortium import company
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from treasury import allocations, credit_notes, invoices, payments
from treasury.models import Invoice, Payment
from treasury.payments import Receipt
from treasury.settlement import Part

TOLD = {"by": None, "at": NOON}


def bills(member: Member) -> list[Invoice]:
    return [invoiced(member, 400), invoiced(member, 400, purpose="Workshop")]


def credit(member: Member, amount: int, currency: str = "USD", at: datetime = NOON) -> Payment:
    receipt = Receipt(f"key-{Payment.objects.count()}", NOON.date(), Decimal(amount), currency, member.subject)
    return payments.record(member.consortium, [receipt], by=None, at=at)[0]


def apply(payment: Payment, invoice: Invoice, amount: int, at: datetime = NOON) -> None:
    allocations.allocate(payment.consortium, [Part(payment, invoice, Decimal(amount))], by=None, at=at)


def take_back(payment: Payment, at: datetime = NOON) -> None:
    allocations.take_back(allocations.standing(payment=payment), reason="Wrong", by=None, at=at)


def nothing(member):
    bills(member)


def a_part(member):
    paid(bills(member)[0], 100)


def exactly_one(member):
    paid(bills(member)[0], 400)


def more_than_one(member):
    paid(bills(member)[0], 500)


def one_transfer_for_both(member):
    paid(bills(member)[0], 800)


def one_transfer_and_more(member):
    paid(bills(member)[1], 1000)


def the_later_one_and_a_part(member):
    paid(bills(member)[1], 600)


def credit_first(member):
    credit(member, 500)
    bills(member)


def credit_refunded(member):
    payment = paid(bills(member)[0], 800)
    payments.send_back(payment, amount=Decimal(300), reason="Too much", **TOLD)


def reversed_again(member):
    payments.reverse(paid(bills(member)[0], 800), reason="Bounced", **TOLD)


def in_another_currency(member):
    bills(member)
    credit(member, 800, "EUR")


def written_off(member):
    first, second = bills(member)
    invoices.write_off(first, reason="Agreed", **TOLD)
    paid(second, 100)


def written_off_with_credit(member):
    first, _second = bills(member)
    credit(member, 400)
    invoices.write_off(first, reason="Agreed", **TOLD)


def cancelled_when_paid(member):
    first, _second = bills(member)
    paid(first, 400)
    credit_notes.cancel(first, reason="Not held", **TOLD)


def assigned_to_another(member):
    bills(member)
    payments.assign(credit(member, 800), company(member.consortium, f"Other of {member}").subject, **TOLD)


def assigned_by_name(member):
    bills(member)
    payments.assign(unmatched(member.consortium, 800), member.subject, **TOLD)


def unallocated(member):
    first, _second = bills(member)
    payment = unmatched(member.consortium, 800)
    apply(payment, first, 400)
    take_back(payment)


def unallocated_after_it_was_named(member):
    first, _second = bills(member)
    payment = unmatched(member.consortium, 500)
    payments.assign(payment, member.subject, **TOLD)
    apply(payment, first, 400)
    take_back(payment)


def allocated_elsewhere(member):
    _first, second = bills(member)
    payment = credit(member, 400)
    apply(payment, second, 400)


SITUATIONS = {
    nothing: (400, 400),
    a_part: (300, 400),
    exactly_one: (0, 400),
    more_than_one: (0, 300),
    one_transfer_for_both: (0, 0),
    one_transfer_and_more: (0, 0),
    the_later_one_and_a_part: (200, 0),
    credit_first: (0, 300),
    credit_refunded: (0, 300),
    reversed_again: (400, 400),
    in_another_currency: (400, 400),
    written_off: (0, 300),
    written_off_with_credit: (0, 0),
    cancelled_when_paid: (0, 0),
    assigned_to_another: (400, 400),
    assigned_by_name: (0, 0),
    unallocated: (400, 400),
    unallocated_after_it_was_named: (0, 300),
    allocated_elsewhere: (400, 0),
}
"""What happened to the money of a member with two invoices for 400 → what it owes of each."""
