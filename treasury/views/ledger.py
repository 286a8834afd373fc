"""The ledger: transactions, one of them with its why, the trial balance, closing the books."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duties.titles import titles
from journal.history import told
from parties.permissions import require
from parties.viewer import Viewer
from registry.subjects import SUBJECTS
from treasury import access, closings
from treasury.forms import ClosingForm
from treasury.models import Account, Closing, Transaction
from treasury.queries import KINDS, debtor_names, trial_balance
from web.forms import errors_on, form_page
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import NOTHING, link, money

LEDGER = Listing(
    key="ledger",
    columns=(
        Column(
            "number",
            gettext_lazy("No."),
            "number",
            lambda row: link(f"{row.number}/", row.number),
            sort="number",
            numeric=True,
        ),
        Column("day", gettext_lazy("Day"), "happened_on", sort="happened_on"),
        Column("kind", gettext_lazy("What"), lambda row: str(KINDS[row.kind]), sort="kind"),
        Column("year", gettext_lazy("Dues year"), "year", lambda row: row.year or NOTHING, sort="year", numeric=True),
        Column(
            "moved",
            pgettext_lazy("amount", "Moved"),
            "moved",
            lambda row: money(row.moved, row.currency),
            sort="moved",
            numeric=True,
        ),
        Column("recorded", gettext_lazy("Recorded"), "recorded_at", sort="recorded_at", timed=True),
    ),
    order="-number",
    currency="currency",
    filters=(
        Filter("kind", gettext_lazy("What"), list(KINDS.items())),
        Filter(
            "year",
            gettext_lazy("Dues year"),
            lambda viewer: [
                (year, year)
                for year in Transaction.objects.visible_to(viewer)
                .exclude(year=None)
                .order_by("-year")
                .values_list("year", flat=True)
                .distinct()
            ],
        ),
        Filter(
            "account",
            gettext_lazy("Account"),
            Account.Kind.choices,
            lambda rows, value: rows.filter(postings__account__kind=value).distinct(),
        ),
    ),
    nothing=gettext_lazy("Nothing is posted yet. Invoices, payments and allocations post here by themselves."),
)


def transaction_list(request, consortium):
    """List transactions, the latest first."""
    require(access.can_read_books(request.viewer))
    actions = [
        {"label": _("Trial balance"), "address": "accounts/", "icon": "scale"},
        {"label": _("Close the books"), "address": "closings/", "icon": "lock"},
    ]
    return list_page(request, LEDGER, _transactions, "web/list.html", title=_("Ledger"), actions=actions)


def transaction_detail(request, consortium, number):
    """Show a transaction's postings, and the chain to the act that allowed it."""
    rows = Transaction.objects.visible_to(request.viewer).select_related(
        "consortium", "allowed_by__subject", "allowed_by__particulars__by", "reverses"
    )
    transaction = get_object_or_404(rows, number=number)
    names = debtor_names(request.consortium)
    postings = [
        (posting, names.get(posting.account.owner_id, ""))
        for posting in transaction.postings.select_related("account").order_by("pk")
    ]
    about = transaction.allowed_by.subject
    kind = SUBJECTS.get(about.kind)
    title, address = titles(request.consortium, [about])[about.pk] if kind else ("", "")
    context = {
        "transaction": transaction,
        "what": KINDS[transaction.kind],
        "postings": postings,
        "currency": postings[0][0].account.currency,
        "why": told(transaction.allowed_by),
        "about": kind and {"label": kind.label, "title": title, "address": address},
        "reversed_by": Transaction.objects.filter(reverses=transaction).first(),
    }
    return render(request, "treasury/transaction_detail.html", context)


def account_list(request, consortium):
    """Show the trial balance up to a day."""
    require(access.can_read_books(request.viewer))
    until = _day_asked(request)
    balances = trial_balance(Account.objects.visible_to(request.viewer), debtor_names(request.consortium), until)
    context = {
        "balances": balances,
        "until": until,
        "debits": sum(each.debits for each in balances),
        "credits": sum(each.credits for each in balances),
    }
    return render(request, "treasury/account_list.html", context)


def closing_list(request, consortium):
    """List the closings, and close the books up to a day."""
    require(access.can_read_books(request.viewer))
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        require(access.can_close_books(request.viewer))
        with errors_on(form):
            closing = closings.close(
                request.consortium, until=form.cleaned_data["until"], by=request.viewer.person, at=request.now
            )
            messages.success(
                request,
                _("The books are closed up to %(day)s.") % {"day": formats.date_format(closing.until, "DATE_FORMAT")},
            )
            return redirect("closing_list", consortium)
    rows = Closing.objects.visible_to(request.viewer)[:100]
    return form_page(
        request,
        form,
        "treasury/closing_list.html",
        title=_("Close the books"),
        submit=_("Close"),
        closings=rows,
        intro=_("What is closed stays as it is: nothing is posted there any more, corrections are reversed later."),
    )


def _transactions(viewer: Viewer) -> QuerySet[Transaction]:
    return Transaction.objects.visible_to(viewer).with_sums()


def _day_asked(request) -> date:
    """Read ``?until=2026-11-30``; today where it names no day."""
    try:
        return parse_date(request.GET.get("until", "")) or request.viewer.today
    except ValueError:
        return request.viewer.today
