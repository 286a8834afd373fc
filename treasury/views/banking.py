"""Bank files: upload an export, correct its columns, see what it would do, take it into the books."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from charter import editions
from desk.answers import beside, form_page, reason_of, telling
from desk.cells import link, state
from desk.history import history_of
from desk.lists import Column, Filter, Listing, list_page
from desk.once import once
from files import blobs
from parties.permissions import require
from treasury import access, bank_csv, bank_files
from treasury.bank_csv import Layout
from treasury.forms import BankFileForm, LayoutForm
from treasury.models import BankFile

TONE = {BankFile.State.UPLOADED: "waiting", BankFile.State.COMMITTED: "done", BankFile.State.DROPPED: "quiet"}
SHOWN = 200
"""So many lines of each kind are shown of a long file."""

BANK_FILES = Listing(
    key="bank-files",
    columns=(
        Column(
            "name", pgettext_lazy("upload", "File"), "name", lambda row: link(f"{row.number}/", row.name), sort="name"
        ),
        Column("uploaded", gettext_lazy("Uploaded"), "uploaded_at", sort="uploaded_at", timed=True),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: row.get_state_display(),
            lambda row: state(row.get_state_display(), TONE[row.state]),
            sort="state",
        ),
    ),
    order="-number",
    filters=(Filter("state", gettext_lazy("State"), BankFile.State.choices),),
    nothing=gettext_lazy("No bank statement yet. Upload your bank's CSV export: nothing is booked before you say so."),
)


def bank_file_list(request, consortium):
    """List the bank files."""
    require(access.can_import(request.viewer))
    actions = [{"label": _("Upload a statement"), "address": "new/", "icon": "upload"}]
    return list_page(
        request, BANK_FILES, BankFile.objects.visible_to, "desk/list.html", title=_("Bank statements"), actions=actions
    )


def bank_file_new(request, consortium):
    """Upload an export."""
    require(access.can_import(request.viewer))
    form = BankFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with beside(form):
            file = form.cleaned_data["file"]
            return redirect(
                bank_files.upload(
                    request.consortium, blobs.content_of(file), name=file.name, by=request.viewer.person, at=request.now
                )
            )
    return form_page(
        request, form, title=_("Upload a statement"), submit=_("Look at it"), back=f"/{consortium}/payments/files/"
    )


def bank_file_detail(request, consortium, number):
    """Show what taking the file into the books would do, or did."""
    bank_file = _bank_file(request, number)
    layout = Layout(**bank_file.layout)
    context = {
        "bank_file": bank_file,
        "tone": TONE[bank_file.state],
        "history": history_of(bank_file.subject),
        "currency": _currency(request),
        "layout": layout,
    }
    if bank_file.is_committed:
        context["lines"] = bank_file.lines.select_related("payment")[:SHOWN]
    elif layout.is_complete:
        planned = bank_files.plan(bank_file, _currency(request))
        lines = [*planned.matched, *planned.unmatched]
        context["ahead"] = [each.row for each in lines if each.row.day > request.viewer.today]
        context |= {"plan": planned, "matched": planned.matched[:SHOWN], "unmatched": planned.unmatched[:SHOWN]}
    return render(request, "treasury/bank_file_detail.html", context)


def bank_file_lay_out(request, consortium, number):
    """Correct which column means what."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    layout = Layout(**bank_file.layout)
    columns = bank_csv.names(blobs.read(bank_file.blob), layout)
    initial = {**bank_file.layout, "heading": layout.heading + 1}
    form = LayoutForm(request.POST or None, columns=columns, initial=initial)
    if form.is_valid():
        with beside(form):
            bank_files.lay_out(bank_file, form.cleaned_data, by=request.viewer.person, at=request.now)
            return redirect(bank_file)
    return form_page(
        request, form, title=_("Columns of “%(name)s”") % {"name": bank_file}, back=bank_file.get_absolute_url()
    )


@require_POST
@once
def bank_file_commit(request, consortium, number):
    """Take the file into the books."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    with telling(request):
        made = bank_files.commit(
            bank_file,
            currency=_currency(request),
            leave_out_unreadable=bool(request.POST.get("leave_out_unreadable")),
            by=request.viewer.person,
            at=request.now,
        )
        words = ngettext("%(count)s payment recorded.", "%(count)s payments recorded.", len(made))
        messages.success(request, words % {"count": len(made)})
    return redirect(bank_file)


@require_POST
def bank_file_drop(request, consortium, number):
    """Set the file aside."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    with telling(request):
        bank_files.drop(bank_file, reason=reason_of(request), by=request.viewer.person, at=request.now)
    return redirect(bank_file)


def _bank_file(request, number: int) -> BankFile:
    rows = BankFile.objects.visible_to(request.viewer).select_related("consortium", "subject", "blob")
    return get_object_or_404(rows, number=number)


def _currency(request) -> str:
    return editions.of(request.viewer).identity.currency
