"""What follows from allocations: postings, shares of what is collected, states, and whose money a payment is."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum

from journal import entries
from journal.entries import Move
from journal.models import Entry
from parties.models import Consortium, Person
from treasury import consequences, ledger, postings
from treasury.ledger import Draft
from treasury.models import Allocation, Invoice, Payment, Transaction
from treasury.postings import Shares

BECOMES = {
    Payment.State.USED: "payment.settle",
    Payment.State.CREDIT: "payment.keep_credit",
    Payment.State.UNMATCHED: "payment.unmatch",
}
"""What the journal says of a payment whose state follows from what is left of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a payment for an invoice; negative where an allocation is taken back."""

    payment: Payment
    invoice: Invoice
    amount: Decimal
    reverses: Allocation | None = None


def apply(
    consortium: Consortium,
    parts: Sequence[Part],
    written: Sequence[Entry],
    *,
    by: Person | None,
    at: datetime,
    releases: bool = False,
    follows: bool = True,
) -> list[Allocation]:
    """Post the parts, write the allocations, and bring invoices, payments and what rests on debts in line.

    Each row stands in the parts as one locked object; ``written`` has an entry for each payment. ``releases`` lets a
    payment be nobody's again whose payer its allocations alone told; ``follows`` is False where the caller goes on
    changing the same debts and follows once all is done.
    """
    entry_of = {entry.subject_id: entry for entry in written}
    book = _Book(ledger.closed_until(consortium), consortium.day_of(at))
    debtors = {part.invoice.debtor_id for part in parts} | {part.payment.payer_id for part in parts}
    adopted = _adopt_payers(parts, entry_of, book)
    settled = [
        _settled(part, shares, entry_of[part.payment.subject_id], book)
        for part, shares in zip(parts, _share_out(consortium, parts), strict=True)
    ]
    released = _release_payers(parts, entry_of, book) if releases else []
    posted = ledger.post(consortium, [*adopted, *settled, *released], at=at)[len(adopted) :][: len(settled)]
    made = Allocation.objects.bulk_create(
        Allocation(
            consortium=consortium,
            payment=part.payment,
            invoice=part.invoice,
            amount=part.amount,
            transaction=row,
            reverses=part.reverses,
            allocated_at=at,
        )
        for part, row in zip(parts, posted, strict=True)
    )
    _undo_write_offs(parts, entry_of, book, at)
    for part in parts:
        part.invoice.paid += part.amount
        part.payment.allocated += part.amount
    _bring_in_line(parts, by=by, at=at)
    if follows:
        consequences.follow(consortium, debtors, by=by, at=at)
    return made


def state_of_payment(payment: Payment) -> str:
    """Tell the state of a payment that was not reversed, from what is left of it."""
    if not payment.rest:
        return Payment.State.USED
    return Payment.State.CREDIT if payment.payer_id else Payment.State.UNMATCHED


def state_of_invoice(invoice: Invoice) -> str:
    """Tell the state of an invoice that stands, from what is paid on it."""
    if invoice.paid == invoice.amount:
        return Invoice.State.PAID
    return Invoice.State.PART_PAID if invoice.paid else Invoice.State.ISSUED


@dataclass(frozen=True, slots=True)
class _Book:
    """The days on which something can be booked."""

    closed_until: date | None
    today: date

    def day(self, received_on: date) -> date:
        """Book on the day the money came, or today where the books of that day are closed."""
        return self.today if self.closed_until and received_on <= self.closed_until else received_on


def _adopt_payers(parts: Sequence[Part], entry_of: dict[int, Entry], book: _Book) -> list[Draft]:
    """Let an unmatched payment that settles one member's invoices be that member's, with what it has left."""
    debtors: dict[Payment, set[int]] = defaultdict(set)
    for part in parts:
        if part.payment.payer_id is None:
            debtors[part.payment].add(part.invoice.debtor_id)
    drafts = []
    for payment, found in debtors.items():
        if len(found) == 1:
            (payer,) = found
            lines = postings.payer_found(None, payer, payment.rest)
            day = book.day(payment.received_on)
            drafts.append(Draft("payer_found", lines, entry_of[payment.subject_id], day, payment.currency))
            payment.payer_id = payer
    return drafts


def _release_payers(parts: Sequence[Part], entry_of: dict[int, Entry], book: _Book) -> list[Draft]:
    """Let a payment be unmatched again once its last allocation is taken back, unless its payer was said by name."""
    freed: dict[Payment, Decimal] = defaultdict(Decimal)
    for part in parts:
        freed[part.payment] -= part.amount
    named = Q(verb="payment.assign") | Q(verb="payment.record", facts__named=True)
    said = set(Entry.objects.filter(named, subject__in=entry_of).values_list("subject", flat=True))
    drafts = []
    for payment, amount in freed.items():
        if payment.payer_id and payment.subject_id not in said and payment.allocated == amount:
            lines = postings.payer_found(payment.payer_id, None, payment.rest + amount)
            drafts.append(Draft("payer_found", lines, entry_of[payment.subject_id], book.today, payment.currency))
            payment.payer_id = None
    return drafts


def _undo_write_offs(parts: Sequence[Part], entry_of: dict[int, Entry], book: _Book, at: datetime) -> None:
    """Let an invoice be open again as a whole that was written off: what was given up was the rest beside a payment."""
    given_up = {part.invoice.subject_id: part for part in parts if part.invoice.state == Invoice.State.WRITTEN_OFF}
    rows = Transaction.objects.filter(kind="write_off", allowed_by__subject__in=given_up, reversed_by=None)
    for row in rows.select_related("consortium", "allowed_by").order_by("pk"):
        entry = entry_of[given_up[row.allowed_by.subject_id].payment.subject_id]
        ledger.reverse([row], allowed_by=entry, happened_on=book.today, at=at)


def _share_out(consortium: Consortium, parts: Sequence[Part]) -> list[Shares]:
    """Give each part its shares, from the running total of its pool, year and rate (E-11). The pools are locked."""
    totals = (
        Allocation.objects.filter(consortium=consortium, invoice__year__in={part.invoice.year for part in parts})
        .values_list("invoice__pool_branch", "invoice__year", "invoice__project_share", "invoice__currency")
        .annotate(total=Sum("amount"))
    )
    collected = {tuple(key): total for *key, total in totals}
    shares = []
    for part in parts:
        invoice = part.invoice
        key = (invoice.pool_branch, invoice.year, invoice.project_share, invoice.currency)
        before = collected.get(key, Decimal(0))
        shares.append(
            postings.pool_share(invoice.project_share, invoice.pool_branch, before, part.amount, invoice.currency)
        )
        collected[key] = before + part.amount
    return shares


def _settled(part: Part, shares: Shares, entry: Entry, book: _Book) -> Draft:
    invoice, payment = part.invoice, part.payment
    lines = postings.dues_received(payment.payer_id, invoice.debtor_id, invoice.branch, part.amount, shares)
    if part.reverses:
        kind, day, reverses = "dues_received_reversed", book.today, part.reverses.transaction
    else:
        kind, day, reverses = "dues_received", book.day(payment.received_on), None
    return Draft(kind, lines, entry, day, invoice.currency, invoice.year, reverses)


def _bring_in_line(parts: Sequence[Part], *, by: Person | None, at: datetime) -> None:
    """Set the states that follow from the sums."""
    invoices = {part.invoice.pk: part.invoice for part in parts}.values()
    payments = {part.payment.pk: part.payment for part in parts}.values()
    numbers: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        numbers[part.invoice.pk].append(part.payment.number)
    moved = [
        Move(row, state_of_invoice(row), facts={"payments": sorted(numbers[row.pk])})
        for row in invoices
        if row.state != state_of_invoice(row)
    ]
    verb = "payment.take_back" if parts and parts[0].reverses else "payment.allocate"
    entries.move_many(moved, verb=verb, by=by, at=at)
    Payment.objects.bulk_update(payments, ["payer"])
    for state, verb in BECOMES.items():
        moved = [Move(row, state) for row in payments if row.state != state == state_of_payment(row)]
        entries.move_many(moved, verb=verb, by=by, at=at)
