"""Payments: record money that reached the bank, say whose it is, send it back, undo a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import EllipsisType
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from journal import entries, subjects
from journal.entries import Fact
from journal.models import Entry, Subject
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from treasury import allocations, consequences, ledger, postings
from treasury.amounts import written
from treasury.bank.days import OLDEST
from treasury.invoices import needs_reason
from treasury.ledger import Draft
from treasury.models import Invoice, Payment, Repayment
from treasury.rounding import rounded
from treasury.settlement import Part, state_of_payment


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that arrived."""

    key: str
    """What makes it the same money: a bank line's digest, or the form's own key."""
    received_on: date
    amount: Decimal
    currency: str
    payer: Subject | None = None
    payer_text: str = ""
    reference_text: str = ""
    is_named: bool = False
    """Whether a person said whose money it is: then it stays that member's, whatever it settled and no longer does."""


@transaction.atomic
def record(
    consortium: Consortium,
    receipts: Sequence[Receipt],
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    follows: bool = True,
) -> list[Payment]:
    """Record money received, as credit of its payer or unmatched; answer the payments in the receipts' order.

    Safe to repeat: a receipt whose key is known is the payment that it became. ``follows`` is False where the caller
    goes on to allocate and calls `consequences.follow` at the end: money that is for one invoice covers no other
    meanwhile.

    :raises Invalid: for an amount that is not positive, or a day in the future or in closed books.
    """
    for receipt in receipts:
        _refuse_impossible(receipt, consortium.day_of(at))
    known = _known(consortium, receipts)
    fresh = list({each.key: each for each in receipts if each.key not in known}.values())
    rows = _open(consortium, fresh)
    named = {each.key for each in fresh if each.is_named}
    written = entries.record_many(
        Fact(row.subject, "payment.record", by, at, on_behalf_of, "", _told(row, row.key in named)) for row in rows
    )
    drafts = [
        Draft(
            "payment_received",
            postings.payment_received(row.payer_id, row.amount),
            entry,
            row.received_on,
            row.currency,
        )
        for row, entry in zip(rows, written, strict=True)
    ]
    ledger.post(consortium, drafts, at=at)
    if follows:
        consequences.follow(consortium, {row.payer_id for row in rows}, by=by, at=at)
    known |= {row.key: row for row in rows}
    return [known[receipt.key] for receipt in receipts]


@transaction.atomic
def receive(
    invoice: Invoice,
    *,
    amount: Decimal,
    received_on: date,
    key: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    reference_text: str = "",
) -> Payment:
    """Record a payment for an invoice and settle as much of it as is open; the rest is the member's credit.

    :raises Invalid: as `record`.
    """
    receipt = Receipt(key, received_on, amount, invoice.currency, invoice.debtor, "", reference_text)
    before = Payment.objects.filter(consortium=invoice.consortium, key=key).exists()
    (payment,) = record(invoice.consortium, [receipt], by=by, at=at, on_behalf_of=on_behalf_of, follows=False)
    invoice.refresh_from_db(fields=["paid", "state"])
    settled = min(payment.rest, invoice.open_amount)
    if settled and not before:
        part = Part(payment, invoice, settled)
        allocations.allocate(invoice.consortium, [part], by=by, at=at, on_behalf_of=on_behalf_of, follows=False)
    consequences.follow(invoice.consortium, [payment.payer_id], by=by, at=at)
    return payment


@transaction.atomic
def assign(
    payment: Payment,
    payer: Subject,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    seen: int | EllipsisType | None = ...,
) -> Entry:
    """Say whose money a payment is: what is left of it is that member's credit (prepayment).

    ``seen`` is the subject of the member that it was seen to be of, None where it was nobody's, left out where nobody
    looked.

    :raises Refusal: where a part of it settled another member's invoice, nothing is left, or it is no longer as it was
        ``seen``.
    """
    _lock(payment)
    if not payment.rest:
        raise Refusal(_("Nothing is left of payment %(number)s.") % {"number": payment.number})
    if payment.payer_id == payer.pk:
        raise Refusal(_("Payment %(number)s is this member's already.") % {"number": payment.number})
    if seen not in (..., payment.payer_id):
        raise Refusal(_said_meanwhile(payment))
    if payment.payer_id and payment.allocated:
        raise Refusal(
            _("A part of payment %(number)s settled an invoice. Take that back first.") % {"number": payment.number}
        )
    was, payment.payer = payment.payer_id, payer
    entry = _settle(payment, "payment.assign", by=by, at=at, on_behalf_of=on_behalf_of)
    lines = postings.payer_found(was, payer.pk, payment.rest)
    ledger.post(payment.consortium, [_draft("payer_found", lines, entry, payment, at)], at=at)
    consequences.follow(payment.consortium, [was, payer.pk], by=by, at=at)
    return entry


@transaction.atomic
def send_back(
    payment: Payment,
    *,
    amount: Decimal,
    reason: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    paid_on: date | None = None,
    verb: str = "payment.send_back",
    follows: bool = True,
) -> Repayment:
    """Send back what a payment has left, or a part of it; today, unless it went on another day.

    ``verb`` is how the journal calls it, ``follows`` as `record`.

    :raises Invalid: for more than is left, or without a reason.
    """
    needs_reason(reason)
    _lock(payment)
    if not 0 < amount <= payment.rest or amount != rounded(amount, payment.currency):
        raise Invalid(
            _("Of payment %(number)s, %(rest)s is left to send back.")
            % {"number": payment.number, "rest": written(payment.rest)},
            field="amount",
        )
    payment.returned += amount
    entry = _settle(payment, verb, by=by, at=at, on_behalf_of=on_behalf_of, words={"reason": reason}, amount=amount)
    paid_on = paid_on or payment.consortium.day_of(at)
    draft = Draft("repaid", postings.repaid(payment.payer_id, amount), entry, paid_on, payment.currency)
    (row,) = ledger.post(payment.consortium, [draft], at=at)
    made = Repayment.objects.create(
        consortium=payment.consortium,
        payment=payment,
        amount=amount,
        paid_on=paid_on,
        reason=reason,
        transaction=row,
    )
    if follows:
        consequences.follow(payment.consortium, [payment.payer_id], by=by, at=at)
    return made


@transaction.atomic
def reverse(
    payment: Payment, *, reason: str, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> Entry:
    """Undo a payment that never was: its allocations are taken back first. One that bounced is returned (`returns`).

    :raises Refusal: where a part of it was sent back.
    :raises Invalid: without a reason.
    """
    needs_reason(reason)
    _lock(payment)
    taken = allocations.standing(payment=payment)
    debtors = {each.invoice.debtor_id for each in taken}
    allocations.take_back(
        taken, by=by, at=at, reason=reason, on_behalf_of=on_behalf_of, keeps_payer=True, follows=False
    )
    payment.refresh_from_db()
    if payment.returned:
        raise Refusal(_("A part of payment %(number)s was sent back; it stands.") % {"number": payment.number})
    entry = entries.move(
        payment,
        Payment.State.REVERSED,
        verb="payment.reverse",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": reason},
        amount=payment.amount,
    )
    lines = postings.repaid(payment.payer_id, payment.amount)
    ledger.post(payment.consortium, [_draft("payment_reversed", lines, entry, payment, at)], at=at)
    consequences.follow(payment.consortium, {*debtors, payment.payer_id}, by=by, at=at)
    return entry


def _refuse_impossible(receipt: Receipt, today: date) -> None:
    if receipt.amount <= 0 or receipt.amount != rounded(receipt.amount, receipt.currency):
        raise Invalid(_("An amount is positive and in whole coins, such as 1250.00."), field="amount")
    if receipt.received_on > today:
        raise Invalid(
            _("%(day)s has not come yet: record a payment when the money is there.")
            % {"day": formats.date_format(receipt.received_on, "DATE_FORMAT")},
            field="received_on",
        )
    if receipt.received_on.year < today.year - OLDEST:
        raise Invalid(
            _("%(day)s lies more than %(years)s years back: the year may be mistyped.")
            % {"day": receipt.received_on, "years": OLDEST},
            field="received_on",
        )


def _known(consortium: Consortium, receipts: Sequence[Receipt]) -> dict[str, Payment]:
    """Find the payments that receipts became before. The lock queues whoever records the same at once."""
    for currency in sorted({receipt.currency for receipt in receipts}):
        ledger.lock(consortium, currency)
    rows = Payment.objects.filter(consortium=consortium, key__in=[receipt.key for receipt in receipts])
    return {row.key: row for row in rows.select_related("subject", "consortium")}


def _open(consortium: Consortium, receipts: Sequence[Receipt]) -> list[Payment]:
    opened = subjects.open_many(consortium, Payment.KIND, len(receipts))
    return Payment.objects.bulk_create(
        Payment(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            payer=receipt.payer,
            received_on=receipt.received_on,
            amount=receipt.amount,
            currency=receipt.currency,
            payer_text=receipt.payer_text[:200],
            reference_text=receipt.reference_text[:400],
            key=receipt.key,
            state=Payment.State.CREDIT if receipt.payer else Payment.State.UNMATCHED,
        )
        for subject, receipt in zip(opened, receipts, strict=True)
    )


def _told(row: Payment, is_named: bool) -> dict[str, Any]:
    """What the journal says of a payment that was opened, with the state in which it was."""
    told = {"amount": row.amount, "on": row.received_on, "to": row.state}
    return told | {"named": True} if is_named else told


def _lock(payment: Payment) -> None:
    ledger.lock(payment.consortium, payment.currency)
    entries.lock(payment)


def _said_meanwhile(payment: Payment) -> str:
    """Say that a payment has another payer than somebody saw who is about to say whose it is."""
    if payment.payer_id is None:
        words = _("Payment %(number)s is nobody's any more. Look at it again, then say whose it is.")
    else:
        words = _("It was said already whose payment %(number)s is. Look at it again, then change that if it is wrong.")
    return words % {"number": payment.number}


def _settle(payment: Payment, verb: str, **told) -> Entry:
    """Write the entry of a verb, with the state that follows from what is left."""
    state = state_of_payment(payment)
    if state != payment.state:
        return entries.move(payment, state, verb=verb, changes={"payer": payment.payer}, **told)
    payment.save(update_fields=["payer"])
    return entries.record(payment, verb, **told)


def _draft(kind: str, lines: postings.Lines, entry: Entry, payment: Payment, at: datetime) -> Draft:
    return Draft(kind, lines, entry, payment.consortium.day_of(at), payment.currency)
