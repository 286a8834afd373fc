"""Credit notes: how an invoice is cancelled. What was paid on it becomes the member's credit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from journal import entries, subjects
from parties.models import Person
from parties.refusals import Refusal
from treasury import allocations, dunning, ledger
from treasury.invoices import close_out, needs_reason, next_serial
from treasury.models import CreditNote, Invoice


@transaction.atomic
def cancel(
    invoice: Invoice, *, by: Person | None, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> CreditNote:
    """Cancel an invoice by a credit note over its whole amount.

    :raises Refusal: where it is cancelled or written off already.
    :raises Invalid: without a reason.
    """
    needs_reason(reason)
    ledger.lock(invoice.consortium, invoice.currency)
    entries.lock(invoice)
    if invoice.state in (Invoice.State.CANCELLED, Invoice.State.WRITTEN_OFF):
        raise Refusal(
            _("Invoice %(label)s is “%(state)s”.") % {"label": invoice.label, "state": invoice.get_state_display()}
        )
    dunning.withdraw(invoice, by=by, at=at)
    allocations.take_back(
        allocations.standing(invoice=invoice),
        by=by,
        at=at,
        reason=reason,
        on_behalf_of=on_behalf_of,
        keeps_payer=True,
        follows=False,
    )
    invoice.refresh_from_db()
    note = _open(invoice, at, reason)
    close_out(
        invoice,
        Invoice.State.CANCELLED,
        verb="invoice.cancel",
        kind="invoice_cancelled",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reason=reason,
        credit_note=note.label,
    )
    return note


def _open(invoice: Invoice, at: datetime, reason: str) -> CreditNote:
    day = invoice.consortium.day_of(at)
    subject = subjects.open(invoice.consortium, CreditNote.KIND)
    return CreditNote.objects.create(
        consortium=invoice.consortium,
        subject=subject,
        number=subject.number,
        invoice=invoice,
        series=day.year,
        serial=next_serial(CreditNote, invoice.consortium, day.year),
        issued_on=day,
        reason=reason,
    )
