"""Allocations: payments settle invoices. Set-based: a bank file's hundreds of lines take as many statements as one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from journal import entries
from journal.entries import Fact
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from treasury import ledger, settlement
from treasury.amounts import written
from treasury.models import Allocation, Invoice, Payment
from treasury.rounding import rounded
from treasury.settlement import Part


@transaction.atomic
def allocate(
    consortium: Consortium,
    parts: Sequence[Part],
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    follows: bool = True,
) -> list[Allocation]:
    """Settle invoices with parts of payments; what a payment has left stays its payer's credit.

    ``follows`` is False where the caller goes on changing the same debts and calls `consequences.follow` at the end.

    :raises Invalid: for an amount that is not positive, or over what is left or open, or in another currency.
    :raises Refusal: where the invoice is another member's than the payment.
    """
    given, parts = parts, _locked(consortium, parts)
    _refuse_misfits(parts)
    facts = [
        Fact(payment.subject, "payment.allocate", by, at, on_behalf_of, "MEM-05", {"invoices": sums})
        for payment, sums in _by_payment(parts).items()
    ]
    made = settlement.apply(consortium, parts, entries.record_many(facts), by=by, at=at, follows=follows)
    _bring_up_to_date(given, parts)
    return made


@transaction.atomic
def take_back(
    allocations: Sequence[Allocation],
    *,
    by: Person | None,
    at: datetime,
    reason: str,
    on_behalf_of: Person | None = None,
    keeps_payer: bool = False,
    follows: bool = True,
) -> list[Allocation]:
    """Undo allocations by their opposites: the invoices are open again.

    The money is unmatched again where its allocations alone told whose it was, so that no member reads a payment while
    finance decides whose it is; it is credit where somebody said by name whose it is, or with ``keeps_payer``.
    ``follows`` as `allocate`.

    :raises Refusal: where one was taken back before.
    """
    given = [Part(each.payment, each.invoice, -each.amount, each) for each in allocations]
    if not given:
        return []
    consortium = given[0].payment.consortium
    parts = _locked(consortium, given)
    if Allocation.objects.filter(reverses__in=[each.pk for each in allocations]).exists():
        raise Refusal(_("This allocation was taken back already."))
    facts = [
        Fact(payment.subject, "payment.take_back", by, at, on_behalf_of, "", {"invoices": sums}, {"reason": reason})
        for payment, sums in _by_payment(parts).items()
    ]
    made = settlement.apply(
        consortium,
        parts,
        entries.record_many(facts),
        by=by,
        at=at,
        releases=not keeps_payer,
        follows=follows,
    )
    _bring_up_to_date(given, parts)
    return made


def standing(**which: Payment | Invoice) -> list[Allocation]:
    """Fetch the allocations of a payment or an invoice that were not taken back."""
    rows = Allocation.objects.standing().filter(**which).order_by("pk")
    return list(
        rows.select_related(
            "invoice__organisation", "invoice__consortium", "payment__consortium", "payment__subject", "transaction"
        )
    )


def _locked(consortium: Consortium, parts: Sequence[Part]) -> list[Part]:
    """Lock the book, then invoices, then payments; answer the same parts over the rows as they are now."""
    for currency in sorted({part.invoice.currency for part in parts}):
        ledger.lock(consortium, currency)
    invoices = Invoice.objects.select_related("subject", "consortium", "organisation").select_for_update(of=("self",))
    payments = Payment.objects.select_related("subject", "consortium").select_for_update(of=("self",))
    invoice = invoices.order_by("pk").in_bulk([part.invoice.pk for part in parts])
    payment = payments.order_by("pk").in_bulk([part.payment.pk for part in parts])
    return [Part(payment[part.payment.pk], invoice[part.invoice.pk], part.amount, part.reverses) for part in parts]


def _bring_up_to_date(given: Iterable[Part], parts: Iterable[Part]) -> None:
    for mine, part in zip(given, parts, strict=True):
        for name in ("state", "paid"):
            setattr(mine.invoice, name, getattr(part.invoice, name))
        for name in ("state", "allocated", "returned", "payer_id"):
            setattr(mine.payment, name, getattr(part.payment, name))


def _refuse_misfits(parts: Sequence[Part]) -> None:
    spent: dict[int, Decimal] = defaultdict(Decimal)
    settled: dict[int, Decimal] = defaultdict(Decimal)
    for part in parts:
        _refuse_misfit(part)
        spent[part.payment.pk] += part.amount
        settled[part.invoice.pk] += part.amount
        if spent[part.payment.pk] > part.payment.rest:
            raise Invalid(
                _("Payment %(number)s has %(rest)s left to allocate.")
                % {"number": part.payment.number, "rest": written(part.payment.rest)},
                field="amount",
            )
        if settled[part.invoice.pk] > part.invoice.open_amount:
            raise Invalid(
                _("Invoice %(label)s has %(open)s open; what is paid beyond that stays the member's credit.")
                % {"label": part.invoice.label, "open": written(part.invoice.open_amount)},
                field="amount",
            )


def _refuse_misfit(part: Part) -> None:
    payment, invoice = part.payment, part.invoice
    if part.amount <= 0 or part.amount != rounded(part.amount, invoice.currency):
        raise Invalid(_("An amount is positive and in whole coins, such as 1250.00."), field="amount")
    if payment.currency != invoice.currency:
        raise Invalid(
            _("The payment is in %(one)s, the invoice in %(other)s.")
            % {"one": payment.currency, "other": invoice.currency},
            field="amount",
        )
    if payment.payer_id not in (None, invoice.debtor_id):
        raise Refusal(
            _("Payment %(payment)s belongs to another member than invoice %(invoice)s. Change its payer first.")
            % {"payment": payment.number, "invoice": invoice.label}
        )


def _by_payment(parts: Iterable[Part]) -> dict[Payment, dict[str, str]]:
    sums: dict[Payment, dict[str, str]] = defaultdict(dict)
    for part in parts:
        sums[part.payment][part.invoice.label] = str(part.amount)
    return sums
