"""Invoices that money may be for: of a bank's line, and of a payment that was entered by hand."""

from collections.abc import Iterable

from treasury import matching
from treasury.bank_csv import Row
from treasury.matching import Candidate
from treasury.models import Invoice, Payment


def of_invoices(rows: Iterable[Invoice]) -> list[Candidate]:
    """Tell of invoices what matching goes by."""
    return [
        Candidate(
            invoice_id=row.pk,
            label=row.label,
            reference=row.reference,
            open_amount=row.open_amount,
            names=(row.bill_to.get("name", ""), row.bill_to.get("native_name", "")),
        )
        for row in rows
    ]


def suggested(payment: Payment) -> list[Invoice]:
    """Suggest unpaid invoices for what a payment has left, the likeliest first: by what its text says, its payer
    and its amount, as a bank's lines are matched.
    """
    if not payment.rest:
        return []
    unpaid = Invoice.objects.unpaid().filter(consortium=payment.consortium, currency=payment.currency)
    rows = {row.pk: row for row in unpaid.select_related("organisation", "consortium").order_by("due_on", "pk")}
    if payment.payer_id:
        rows = {pk: row for pk, row in rows.items() if row.debtor_id == payment.payer_id}
    line = Row(0, (), payment.received_on, payment.rest, payment.payer_text, payment.reference_text)
    return [rows[each.invoice_id] for each in matching.suggest(line, of_invoices(rows.values()))]
