"""Invoices: the list, one of them, its paper, its payment, and its end."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from journal.history import history_of
from parties.permissions import require
from parties.viewer import Viewer
from treasury import access, credit_notes, invoices, papers, payments, queries
from treasury.amounts import written
from treasury.forms import InvoicePaymentForm
from treasury.models import Allocation, CreditNote, Invoice, Payment
from treasury.references import printed
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.idempotency import key_of, once
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, money, state

TONE = {
    Invoice.State.ISSUED: "open",
    Invoice.State.PART_PAID: "open",
    Invoice.State.PAID: "done",
    Invoice.State.WRITTEN_OFF: "refused",
    Invoice.State.CANCELLED: "quiet",
}


def state_words(row: Invoice) -> str:
    """Name the state as a reader of the list needs it: overdue before all else."""
    return _("Overdue") if row.is_late else row.get_state_display()


INVOICES = Listing(
    key="invoices",
    columns=(
        Column(
            "label",
            gettext_lazy("Invoice"),
            "label",
            lambda row: link(f"{row.number}/", row.label),
            sort=("series", "serial"),
        ),
        Column("company", gettext_lazy("Company"), "organisation.name", sort="organisation__name"),
        Column("year", gettext_lazy("Dues year"), "year", lambda row: row.year, sort="year", numeric=True),
        Column(
            "amount",
            gettext_lazy("Amount"),
            "amount",
            lambda row: money(row.amount, row.currency),
            sort="amount",
            numeric=True,
        ),
        Column(
            "open",
            pgettext_lazy("amount", "Open"),
            "open_amount",
            lambda row: money(row.open_amount, row.currency),
            sort="left",
            numeric=True,
        ),
        Column(
            "owed",
            pgettext_lazy("amount", "Owed"),
            "owed",
            lambda row: money(row.owed, row.currency),
            sort="owed",
            numeric=True,
        ),
        Column("due", gettext_lazy("Due"), "due_on", sort="due_on"),
        Column(
            "state",
            gettext_lazy("State"),
            state_words,
            lambda row: state(state_words(row), "late" if row.is_late else TONE[row.state]),
            sort="state",
        ),
        Column("purpose", pgettext_lazy("invoice", "For"), "purpose"),
    ),
    order="-number",
    currency="currency",
    filters=(
        Filter(
            "state",
            gettext_lazy("State"),
            [("unpaid", gettext_lazy("Unpaid")), ("overdue", gettext_lazy("Overdue")), *Invoice.State.choices],
            lambda rows, value: narrowed(rows, value),
        ),
        Filter(
            "year",
            gettext_lazy("Dues year"),
            lambda viewer: [(year, year) for year in Invoice.objects.visible_to(viewer).years()],
        ),
    ),
    search=("printed_label", "organisation__name", "organisation__native_name", "reference"),
    unseen=gettext_lazy("No invoices that you can see."),
    sees_all=lambda viewer: viewer.is_finance,
    nothing=gettext_lazy("No invoice here. Finance issues them for all members at once with the dues run."),
)


def narrowed(rows, value):
    """Narrow invoices by a state, or by one that follows from the day."""
    if value == "unpaid":
        return rows.unpaid()
    return rows.filter(is_late=True) if value == "overdue" else rows.filter(state=value)


def invoice_list(request, consortium):
    """List the invoices that the reader may see."""
    actions = []
    if access.can_invoice(request.viewer):
        actions = [{"label": _("Run the dues"), "address": f"/{consortium}/dues/", "icon": "receipt"}]
    return list_page(request, INVOICES, _invoices, "web/list.html", title=_("Invoices"), actions=actions)


def invoice_detail(request, consortium, number):
    """Show an invoice: what it waits for, what settled it, and what can be done."""
    invoice = _invoice(request, number)
    context = {
        "invoice": invoice,
        "tone": "late" if invoice.is_late else TONE[invoice.state],
        "allocations": _allocations(request.viewer, invoice),
        "credit_note": CreditNote.objects.filter(invoice=invoice).first(),
        "history": history_of(invoice.subject, without=queries.hidden_of_invoice(request.viewer, invoice)),
        "reference": printed(invoice.reference),
        "paid_words": _("%(paid)s of %(amount)s %(currency)s")
        % {"paid": written(invoice.paid), "amount": written(invoice.amount), "currency": invoice.currency},
        "can": {
            "download": access.can_download_invoice(request.viewer, invoice),
            "pay": access.can_record_payment(request.viewer) and invoice.is_unpaid,
            "cancel": access.can_cancel_invoice(request.viewer, invoice)
            and invoice.state not in (Invoice.State.CANCELLED, Invoice.State.WRITTEN_OFF),
            "write_off": access.can_write_off(request.viewer, invoice) and invoice.is_unpaid,
            "read_books": access.can_read_books(request.viewer),
        },
    }
    return render(request, "treasury/invoice_detail.html", context)


def invoice_paper(request, consortium, number):
    """Send the invoice as PDF."""
    invoice = _invoice(request, number)
    require(access.can_download_invoice(request.viewer, invoice))
    return _pdf(papers.invoice(invoice), invoice.label)


def credit_note_paper(request, consortium, number):
    """Send a credit note as PDF."""
    note = get_object_or_404(
        CreditNote.objects.visible_to(request.viewer).select_related("invoice__organisation", "invoice__consortium"),
        number=number,
    )
    require(access.can_download_invoice(request.viewer, note.invoice))
    return _pdf(papers.credit_note(note), note.label)


def credit_note_detail(request, consortium, number):
    """Show a credit note on the page of the invoice that it cancelled."""
    note = get_object_or_404(CreditNote.objects.visible_to(request.viewer).select_related("invoice"), number=number)
    return invoice_detail(request, consortium, note.invoice.number)


@once
def invoice_pay(request, consortium, number):
    """Record a payment of the invoice."""
    invoice = _invoice(request, number)
    require(access.can_record_payment(request.viewer, invoice))
    form = InvoicePaymentForm(
        request.POST or None, initial={"received_on": request.viewer.today, "amount": invoice.open_amount}
    )
    if form.is_valid():
        with errors_on(form):
            payments.receive(
                invoice,
                **form.cleaned_data,
                key=key_of(request),
                by=request.viewer.person,
                at=request.now,
            )
            return redirect(invoice)
    title = _("Payment of invoice %(label)s") % {"label": invoice.label}
    return form_page(request, form, title=title, submit=_("Record the payment"), back=invoice.get_absolute_url())


@require_POST
def invoice_cancel(request, consortium, number):
    """Cancel the invoice by a credit note."""
    invoice = _invoice(request, number)
    require(access.can_cancel_invoice(request.viewer, invoice))
    with errors_as_message(request):
        credit_notes.cancel(
            invoice,
            reason=posted_reason(request),
            by=request.viewer.person,
            at=request.now,
        )
    return redirect(invoice)


@require_POST
def invoice_write_off(request, consortium, number):
    """Write off what is open."""
    invoice = _invoice(request, number)
    require(access.can_write_off(request.viewer, invoice))
    with errors_as_message(request):
        invoices.write_off(
            invoice,
            reason=posted_reason(request),
            by=request.viewer.person,
            at=request.now,
        )
    return redirect(invoice)


def _invoices(viewer: Viewer) -> QuerySet[Invoice]:
    rows = Invoice.objects.visible_to(viewer).with_lateness(viewer.today).with_label()
    rows = rows.annotate(left=F("amount") - F("paid"))
    return rows.select_related("organisation").defer("bill_to", "organisation__native_name")


def _invoice(request, number: int) -> Invoice:
    rows = Invoice.objects.visible_to(request.viewer).with_lateness(request.viewer.today)
    rows = rows.select_related("organisation", "consortium", "subject", "debtor")
    return get_object_or_404(rows, number=number)


def _allocations(viewer: Viewer, invoice: Invoice) -> list[Allocation]:
    """What settled the invoice, as far as the reader may know of it, each with whether its payment opens."""
    seen = Exists(Payment.objects.visible_to(viewer).filter(pk=OuterRef("payment")))
    rows = Allocation.objects.visible_to(viewer).filter(invoice=invoice).annotate(opens=seen)
    return list(rows.select_related("payment__consortium").order_by("pk"))


def _pdf(content: bytes, label: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{label}.pdf"'
    return response
