"""Payments: recording them, the unmatched worklist, saying what they settle, sending back, undoing."""

from decimal import Decimal

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from charter import editions
from journal.history import history_of
from journal.models import Subject
from parties.permissions import require
from parties.refusals import Refusal
from parties.viewer import Viewer
from treasury import access, allocations, candidates, payments, returns
from treasury.amounts import written
from treasury.candidates import Likely
from treasury.forms import AllocationForm, PaymentForm, ReturnForm, SendBackForm
from treasury.matching import Doubt
from treasury.models import Invoice, Payment
from treasury.payments import Receipt
from treasury.queries import before_found, debtor_names
from treasury.settlement import Part
from treasury.titles import DOUBTS
from web import parse
from web.forms import errors_as_message, errors_on, form_page, posted_reason, status_of
from web.idempotency import key_of, once
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, money, state

TONE = {
    Payment.State.UNMATCHED: "waiting",
    Payment.State.CREDIT: "open",
    Payment.State.USED: "done",
    Payment.State.REVERSED: "quiet",
}
NAMED = (Doubt.NONE, Doubt.PART_OF_NAME, Doubt.AMOUNT, Doubt.SEVERAL)
"""Doubts of an invoice whose member a payment names somehow."""
OFFERED = 25
"""So many invoices are offered for one payment."""


def name_payers(rows: list[Payment]) -> None:
    """Name the payers of the fetched rows, in one query."""
    names = debtor_names(rows[0].consortium) if rows else {}
    for row in rows:
        row.payer_name = names.get(row.payer_id, "")


PAYMENTS = Listing(
    key="payments",
    columns=(
        Column(
            "number",
            gettext_lazy("No."),
            "number",
            lambda row: link(f"{row.number}/", row.number),
            sort="number",
            numeric=True,
        ),
        Column("received", gettext_lazy("Received"), "received_on", sort="received_on"),
        Column("payer", gettext_lazy("Member"), "payer_name"),
        Column("bank", gettext_lazy("As the bank writes it"), "payer_text", sort="payer_text"),
        Column("reference", gettext_lazy("Reference"), "reference_text"),
        Column(
            "amount",
            gettext_lazy("Amount"),
            "amount",
            lambda row: money(row.amount, row.currency),
            sort="amount",
            numeric=True,
        ),
        Column(
            "rest", pgettext_lazy("amount", "Left"), "rest", lambda row: money(row.rest, row.currency), numeric=True
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: row.get_state_display(),
            lambda row: state(row.get_state_display(), TONE[row.state]),
            sort="state",
        ),
    ),
    order="-number",
    currency="currency",
    filters=(
        Filter(
            "state",
            gettext_lazy("State"),
            [*Payment.State.choices, ("applicable", gettext_lazy("Unapplied, beside open invoices"))],
            lambda rows, value: rows.applicable() if value == "applicable" else rows.filter(state=value),
        ),
    ),
    search=("payer_text", "reference_text"),
    prepare=name_payers,
    unseen=gettext_lazy("No payments that you can see."),
    sees_all=lambda viewer: viewer.is_finance,
    nothing=gettext_lazy("No payment here. Import the bank's statement, or record a payment by hand."),
)


def payment_list(request, consortium):
    """List the payments that the reader may see."""
    actions = []
    if access.can_record_payment(request.viewer):
        actions = [
            {"label": _("Import a bank statement"), "address": "files/", "icon": "upload"},
            {"label": _("Record a payment"), "address": "new/", "icon": "plus"},
            {"label": _("Unmatched"), "address": "?state=unmatched", "icon": "zoom-question"},
            {"label": _("Unapplied"), "address": "?state=applicable", "icon": "coins"},
        ]
    return list_page(request, PAYMENTS, _payments, "web/list.html", title=_("Payments"), actions=actions)


@once
def payment_new(request, consortium):
    """Record a payment by hand."""
    require(access.can_record_payment(request.viewer))
    unpaid = Invoice.objects.visible_to(request.viewer).unpaid().select_related("organisation", "debtor")
    form = PaymentForm(request.POST or None, invoices=unpaid, initial={"received_on": request.viewer.today})
    if form.is_valid():
        with errors_on(form):
            payment = _recorded(request, form.cleaned_data)
            _say_what_it_may_be(request, payment)
            return redirect(payment)
    return form_page(request, form, title=_("Record a payment"), submit=_("Record"), back=f"/{consortium}/payments/")


def payment_detail(request, consortium, number):
    """Show a payment: what it settled, what is left, and what can be done with that."""
    return _page(request, _payment(request, number))


def _page(request, payment: Payment, status: int = 200):
    """Render the page of a payment; the member that was chosen in a refused try is chosen again."""
    can_act = bool(access.can_allocate(request.viewer, payment))
    likely = candidates.suggested(payment) if can_act else []
    before = before_found(request.viewer, payment)
    context = {
        "payment": payment,
        "tone": TONE[payment.state],
        "payer": debtor_names(request.consortium).get(payment.payer_id, ""),
        "standing": allocations.standing(payment=payment),
        "repayments": payment.repayments.order_by("pk"),
        "unexplained": before.repayments,
        "suggested": [_suggestion(payment, each) for each in likely],
        "offered": _offers(payment, _offered(request, payment, likely)),
        "recognised": sorted({str(each.invoice.organisation) for each in likely if each.doubt in NAMED}),
        "members": _assignable(request, payment),
        "chosen": parse.int_or_none(request.POST.get("member", "")),
        "history": history_of(payment.subject, without=before.entries),
        "can_act": can_act,
    }
    return render(request, "treasury/payment_detail.html", context, status=status)


@once
def payment_allocate(request, consortium, number):
    """Say which invoices the payment settles."""
    payment = _payment(request, number)
    require(access.can_allocate(request.viewer, payment))
    if request.method == "POST" and not payment.rest:
        messages.error(request, _("Nothing is left of payment %(number)s.") % {"number": payment.number})
        return redirect(payment)
    offered = _offered(request, payment, candidates.suggested(payment))
    form = AllocationForm(request.POST or None, invoices=[*offered, *_typed_beside(request, offered)])
    if form.is_valid():
        with errors_on(form):
            parts = [Part(payment, invoice, amount) for invoice, amount in form.amounts().items()]
            allocations.allocate(request.consortium, parts, by=request.viewer.person, at=request.now)
            return redirect(payment)
    title = _("What does payment %(number)s settle?") % {"number": payment.number}
    return form_page(request, form, title=title, submit=_("Allocate"), back=payment.get_absolute_url())


@require_POST
def payment_assign(request, consortium, number):
    """Say whose money the payment is, unless somebody said otherwise since it was looked at."""
    payment = _payment(request, number)
    require(access.can_assign(request.viewer, payment))
    members = Subject.objects.filter(consortium=request.consortium, kind="member")
    payer = members.filter(pk=parse.int_or_none(request.POST.get("member", ""))).first()
    if payer is None:
        messages.error(request, _("Choose the member whose money it is."))
        return redirect(payment)
    seen = parse.int_or_none(request.POST.get("seen", ""))
    try:
        payments.assign(payment, payer, seen=seen, by=request.viewer.person, at=request.now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return _page(request, _payment(request, number), status=status_of(refused))
    return redirect(payment)


@once
def payment_send_back(request, consortium, number):
    """Send back what is left."""
    payment = _payment(request, number)
    require(access.can_send_back(request.viewer, payment))
    form = SendBackForm(request.POST or None, initial={"amount": payment.rest})
    if form.is_valid():
        with errors_on(form):
            payments.send_back(payment, **form.cleaned_data, by=request.viewer.person, at=request.now)
            return redirect(payment)
    title = _("Send back from payment %(number)s") % {"number": payment.number}
    return form_page(request, form, title=title, submit=_("Send back"), back=payment.get_absolute_url())


@require_POST
def payment_reverse(request, consortium, number):
    """Undo the payment."""
    payment = _payment(request, number)
    require(access.can_reverse_payment(request.viewer, payment))
    with errors_as_message(request):
        reason = posted_reason(request)
        payments.reverse(payment, reason=reason, by=request.viewer.person, at=request.now)
    return redirect(payment)


@once
def payment_record_return(request, consortium, number):
    """Record that the bank took the payment back."""
    payment = _payment(request, number)
    require(access.can_record_return(request.viewer, payment))
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            returns.record(payment, **form.cleaned_data, by=request.viewer.person, at=request.now)
            messages.success(request, _("The return is recorded. What the payment had settled is open again."))
            return redirect(payment)
    return form_page(
        request,
        form,
        title=_("The bank took payment %(number)s back") % {"number": payment.number},
        intro=_("The payment and its return stay on the member's statement, and those who pay its invoices are told."),
        submit=_("Record the return"),
        back=payment.get_absolute_url(),
    )


@require_POST
def payment_take_back(request, consortium, number):
    """Take the payment's standing allocations back: its invoices are open again."""
    payment = _payment(request, number)
    require(access.can_allocate(request.viewer, payment))
    with errors_as_message(request):
        reason = posted_reason(request)
        allocations.take_back(
            allocations.standing(payment=payment), reason=reason, by=request.viewer.person, at=request.now
        )
    return redirect(payment)


def _payment(request, number: int) -> Payment:
    rows = Payment.objects.visible_to(request.viewer).select_related("consortium", "subject", "payer")
    return get_object_or_404(rows, number=number)


def _recorded(request, said: dict) -> Payment:
    invoice = said.pop("invoice")
    key = key_of(request)
    told = {"by": request.viewer.person, "at": request.now}
    if invoice:
        return payments.receive(invoice, key=key, **{n: v for n, v in said.items() if n != "payer_text"}, **told)
    currency = editions.of(request.viewer).identity.currency
    return payments.record(request.consortium, [Receipt(key=key, currency=currency, **said)], **told)[0]


def _say_what_it_may_be(request, payment: Payment) -> None:
    """Say of a payment that could not be placed which invoice it looks like; its page allocates it in one click."""
    if not payment.is_unmatched:
        return
    likely = candidates.suggested(payment)
    if likely and likely[0].doubt == Doubt.NONE:
        said = {"label": likely[0].invoice.label, "company": likely[0].invoice.organisation}
        words = _("Recorded. It looks like invoice %(label)s of %(company)s: allocate it here.") % said
    else:
        words = _("Recorded. No unpaid invoice fits for certain: it waits among the unmatched payments.")
    messages.info(request, words)


def _offered(request, payment: Payment, likely: list[Likely]) -> list[Invoice]:
    """Invoices that the payment may settle, the likely first; where its payer is known, that member's alone."""
    if not payment.rest:
        return []
    rows = Invoice.objects.visible_to(request.viewer).unpaid().filter(currency=payment.currency)
    rows = rows.select_related("organisation").order_by("due_on", "pk")
    if payment.payer_id:
        rows = rows.filter(debtor=payment.payer_id)
    first = [each.invoice for each in likely]
    return [*first, *rows.exclude(pk__in=[row.pk for row in first])[: OFFERED - len(first)]]


def _typed_beside(request, offered: list[Invoice]) -> list[Invoice]:
    """Invoices beside which an amount was typed and that are not offered any more, as when they were just paid."""
    typed = [name.removeprefix(AllocationForm.NAME) for name, amount in request.POST.items() if amount.strip()]
    rows = Invoice.objects.visible_to(request.viewer).filter(number__in=parse.ints(typed))
    return list(rows.exclude(pk__in=[row.pk for row in offered]).select_related("organisation").order_by("pk"))


def _payments(viewer: Viewer) -> QuerySet[Payment]:
    return Payment.objects.visible_to(viewer).select_related("consortium")


def _offers(payment: Payment, rows: list[Invoice]) -> list[dict]:
    """The lines of the worklist; beside its payer's invoices stands what is left of the payment, as far as it goes."""
    lines, rest = [], payment.rest
    for row in rows:
        suggested = min(rest, row.open_amount) if payment.payer_id == row.debtor_id else Decimal(0)
        rest -= suggested
        lines.append({"invoice": row, "name": AllocationForm.name(row), "suggested": suggested})
    return lines


def _suggestion(payment: Payment, likely: Likely) -> dict:
    """An invoice that the payment is likely for, with what one click would settle of it, or what speaks against it."""
    row = likely.invoice
    amount = min(payment.rest, row.open_amount)
    rest, left = payment.rest - amount, row.open_amount - amount
    then = _("pays it in full")
    if left:
        then = _("part payment: %(left)s stay open") % {"left": written(left)}
    elif rest:
        then = _("pays it; %(rest)s stay credit") % {"rest": written(rest)}
    doubt = "" if likely.invoice.debtor_id == payment.payer_id else DOUBTS[likely.doubt]
    return {"invoice": row, "name": AllocationForm.name(row), "amount": amount, "then": then, "doubt": doubt}


def _assignable(request, payment: Payment) -> list[tuple[int, str]]:
    """Members that the rest of the payment could belong to."""
    if not payment.rest or payment.allocated:
        return []
    names = debtor_names(request.consortium)
    return sorted(((pk, name) for pk, name in names.items() if pk != payment.payer_id), key=lambda each: each[1])
