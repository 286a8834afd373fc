"""Bank files: upload an export, correct its columns, see what it would do, take it into the books."""

from dataclasses import asdict
from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from charter import editions
from files import blobs
from journal.history import history_of
from parties.permissions import require
from parties.refusals import Refusal
from treasury import access, bank_files
from treasury.bank import layouts, tables
from treasury.bank.days import ORDERS, readings
from treasury.bank.layouts import Layout
from treasury.bank.lines import Problem
from treasury.bank_plans import Decision, Plan
from treasury.forms import BankFileForm, LayoutForm
from treasury.models import BankFile
from treasury.titles import DOUBTS
from web import parse
from web.forms import errors_as_message, errors_on, form_page, posted_reason, status_of
from web.idempotency import once
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, state

TONE = {BankFile.State.UPLOADED: "waiting", BankFile.State.COMMITTED: "done", BankFile.State.DROPPED: "quiet"}
ALWAYS = 3
"""So many figures are shown whatever they are."""
SHOWN = 200
"""So many lines of each kind are shown of a long file."""

PROBLEMS = {
    Problem.DAY: gettext_lazy("No day can be read"),
    Problem.AMOUNT: gettext_lazy("No amount can be read"),
    Problem.BOTH_WAYS: gettext_lazy("An amount stands on both sides"),
    Problem.DIRECTION: gettext_lazy("Nothing says whether it came in or went out"),
    Problem.STATE: gettext_lazy("The bank's state is not known"),
    Problem.SUM: gettext_lazy("It reads like a balance or a sum"),
    Problem.DECIMALS: gettext_lazy("Its amount has more decimals than the currency"),
    Problem.TOO_LARGE: gettext_lazy("Its amount is too large"),
    Problem.LONG_AGO: gettext_lazy("Its day lies too far back: the year may be mistyped"),
    Problem.QUOTES: gettext_lazy("A quotation mark is missing: it holds other lines"),
    Problem.CONTRADICTION: gettext_lazy("Its sign and its column contradict each other"),
}
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
        request, BANK_FILES, BankFile.objects.visible_to, "web/list.html", title=_("Bank statements"), actions=actions
    )


def bank_file_new(request, consortium):
    """Upload an export."""
    require(access.can_import(request.viewer))
    form = BankFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with errors_on(form):
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
    """Show what posting the file would do, or did."""
    return _page(request, _bank_file(request, number))


def bank_file_lay_out(request, consortium, number):
    """Correct which column means what."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    layout = Layout.of(bank_file.layout)
    columns = layouts.names(blobs.read(bank_file.blob), layout)
    initial = {**asdict(layout), "heading": layout.heading + 1}
    form = LayoutForm(request.POST or None, columns=columns, initial=initial)
    if form.is_valid():
        with errors_on(form):
            bank_files.lay_out(bank_file, form.cleaned_data, by=request.viewer.person, at=request.now)
            return redirect(bank_file)
    return form_page(
        request, form, title=_("Columns of “%(name)s”") % {"name": bank_file}, back=bank_file.get_absolute_url()
    )


@require_POST
def bank_file_order(request, consortium, number):
    """Say in which order days are written, where the file leaves it open."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    if request.POST.get("date_order") not in ORDERS:
        messages.error(request, _("Choose whether the day or the month comes first."))
        return redirect(bank_file)
    with errors_as_message(request):
        order = {"date_order": request.POST["date_order"]}
        bank_files.lay_out(bank_file, order, by=request.viewer.person, at=request.now)
    return redirect(bank_file)


@require_POST
@once
def bank_file_commit(request, consortium, number):
    """Post the file as it was shown. What was decided stays on the page when it is refused."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    leaves_out = bool(request.POST.get("leave_out_unreadable"))
    try:
        made = bank_files.commit(
            bank_file,
            currency=_currency(request),
            leave_out_unreadable=leaves_out,
            decisions=_decisions(request),
            seen=request.POST.get("seen", ""),
            by=request.viewer.person,
            at=request.now,
        )
    except Refusal as refused:
        messages.error(request, str(refused))
        return _page(request, bank_file, status=status_of(refused))
    words = ngettext("%(count)s payment recorded.", "%(count)s payments recorded.", len(made))
    messages.success(request, words % {"count": len(made)})
    return redirect(bank_file)


@require_POST
def bank_file_drop(request, consortium, number):
    """Set the file aside."""
    bank_file = _bank_file(request, number)
    require(access.can_import(request.viewer, bank_file))
    with errors_as_message(request):
        bank_files.drop(bank_file, reason=posted_reason(request), by=request.viewer.person, at=request.now)
    return redirect(bank_file)


def _page(request, bank_file: BankFile, status: int = 200):
    """Render the file with its plan; what was typed in a refused try stands in it again."""
    layout = Layout.of(bank_file.layout)
    context = {
        "bank_file": bank_file,
        "tone": TONE[bank_file.state],
        "history": history_of(bank_file.subject),
        "currency": _currency(request),
        "layout": layout,
    }
    if bank_file.is_committed:
        passed = bank_files.passed_over(bank_file, _currency(request), at=request.now)
        context |= {
            "lines": bank_file.lines.select_related("payment")[:SHOWN],
            "passed": passed.known,
            "others": _shown(passed),
        }
    elif layout.is_complete:
        shown = bank_files.look(bank_file, _currency(request), at=request.now, decisions=_decisions(request))
        planned = shown.plan
        lines = [*planned.matched, *planned.unmatched]
        context["ahead"] = [each.row for each in lines if each.row.day > request.viewer.today]
        context |= {
            "plan": planned,
            "digest": shown.digest,
            "figures": _figures(planned),
            "matched": planned.matched[:SHOWN],
            "unmatched": [_worded(each) for each in planned.unmatched[:SHOWN]],
            "undecided": [(each, *_said(request, each.row.position)) for each in shown.undecided.undecided],
            "passed": planned.known,
            "others": _shown(planned),
            "orders": _orders(bank_file, layout) if layout.asks else [],
            "taken": _orders(bank_file, layout) if layout.taken else [],
            "leaves_out": bool(request.POST.get("leave_out_unreadable")),
        }
    return render(request, "treasury/bank_file_detail.html", context, status=status)


def _figures(planned: Plan) -> list[tuple[str, int, str]]:
    """Count the lines of a file: label, count, tone. Together they are all; what there is none of is left out."""
    quiet = ("nothing", "pending", "foreign", "above", "below", "said_known", "left_out")
    figures = [
        (_("Lines"), planned.lines, ""),
        (_("Matched"), len(planned.matched), ""),
        (_("Unmatched"), len(planned.unmatched), "waiting"),
        (_("To decide"), len(planned.undecided), "late"),
        (_("Already posted"), len(planned.known), ""),
        (_("Outgoing"), len(planned.outgoing), ""),
        (_("Not readable"), len(planned.unreadable), "late"),
        (pgettext("lines of a bank's file", "Other"), sum(len(getattr(planned, name)) for name in quiet), ""),
    ]
    return [figure for at, figure in enumerate(figures) if figure[1] or at < ALWAYS]


def _shown(planned: Plan) -> list[tuple[str, list, int]]:
    return [(title, rows[:SHOWN], len(rows)) for title, rows in _others(planned) if rows]


def _others(planned: Plan) -> list[tuple[str, list]]:
    """List the lines that are not posted, each kind with its title; nothing of a file is left out."""
    return [
        (_("Not readable"), [(row, PROBLEMS[row.problem]) for row in planned.unreadable]),
        (_("Left out"), [(row, "") for row in planned.left_out]),
        (_("Outgoing"), [(each.row, each.returned) for each in planned.outgoing]),
        (_("Pending at the bank"), [(row, "") for row in planned.pending]),
        (_("In another currency"), [(row, row.currency) for row in planned.foreign]),
        (_("Without an amount"), [(row, "") for row in planned.nothing]),
        (_("Above the columns' names"), [(row, "") for row in planned.above]),
        (_("Below the last booking"), [(row, "") for row in planned.below]),
    ]


def _worded(match) -> tuple:
    """A line that waits, with what it may be for and why that is not certain."""
    return match, [(said.candidate, DOUBTS[said.doubt]) for said in match.suggestions]


def _orders(bank_file: BankFile, layout: Layout) -> list[tuple[str, date, str]]:
    """The ways in which the days of a file can be read, by the first line that shows the difference."""
    table = tables.table_of(blobs.read(bank_file.blob), layout.encoding, layout.delimiter)[layout.heading + 1 :]
    cells = [tables.cell(row, layout.day) for row in table]
    shown = next((text for text in cells if len(set(readings(text).values())) > 1), "")
    return [(order, day, shown) for order, day in readings(shown).items()]


def _decisions(request) -> dict[int, Decision]:
    """Read what was decided, line by line; what nobody chose is not decided."""
    found = {}
    for name, said in request.POST.items():
        position = parse.int_or_none(name.removeprefix("line_")) if name.startswith("line_") else None
        if position and said in ("post", "leave"):
            found[position] = Decision(said == "post", _day(request.POST.get(f"day_{position}", "")))
    return found


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _said(request, position: int) -> tuple[str, str]:
    """Give what was chosen for a line, and the day."""
    return request.POST.get(f"line_{position}", ""), request.POST.get(f"day_{position}", "")


def _bank_file(request, number: int) -> BankFile:
    rows = BankFile.objects.visible_to(request.viewer).select_related("consortium", "subject", "blob")
    return get_object_or_404(rows, number=number)


def _currency(request) -> str:
    return editions.of(request.viewer).identity.currency
