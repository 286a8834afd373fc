"""Invoices that money may be for: of a bank's line, and of a payment that was entered by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from treasury import matching
from treasury.bank.lines import Row
from treasury.matching import Candidate, Doubt
from treasury.models import Invoice, Payment


def of_invoices(rows: Iterable[Invoice]) -> list[Candidate]:
    """Tell of invoices what matching goes by."""
    return [
        Candidate(
            invoice_id=row.pk,
            debtor_id=row.debtor_id,
            label=row.label,
            reference=row.reference,
            open_amount=row.open_amount,
            names=(row.bill_to.get("name", ""), row.bill_to.get("native_name", "")),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Likely:
    """An invoice that a payment may be for, and what speaks against it."""

    invoice: Invoice
    doubt: Doubt


def suggested(payment: Payment) -> list[Likely]:
    """Suggest unpaid invoices for what a payment has left, the likeliest first: by what its text says, its payer
    and its amount, as a bank's lines are matched.
    """
    if not payment.rest:
        return []
    unpaid = Invoice.objects.unpaid().filter(consortium=payment.consortium, currency=payment.currency)
    found = unpaid.select_related("organisation", "consortium").order_by("due_on", "pk")
    rows = {row.pk: row for row in found if payment.payer_id in (None, row.debtor_id)}
    line = Row(0, (), payment.received_on, payment.rest, payment.payer_text, payment.reference_text)
    likely = matching.suggest(line, of_invoices(rows.values()))
    return [Likely(rows[each.candidate.invoice_id], each.doubt) for each in likely]
