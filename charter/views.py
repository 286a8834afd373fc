"""The doors of the charter: its rules with their sources, its editions and what changed between them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from charter import access, comparisons, editions, queries
from charter.forms import ProposalForm
from charter.models import Edition
from charter.sources import BASES
from charter.words import NOT_STATED
from desk.answers import ReasonForm, beside, form_page, telling
from desk.cells import link, state
from desk.lists import Column, Listing, list_page
from journal.models import Entry
from parties.permissions import require

TONES = {"draft": "waiting", "active": "open", "dropped": "quiet"}

EDITIONS = Listing(
    key="editions",
    columns=(
        Column("number", gettext_lazy("Edition"), "number", lambda e: link(e.get_absolute_url(), e), sort="number"),
        Column("from", gettext_lazy("In force from"), "effective_from", sort="effective_from"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda e: e.get_state_display(),
            lambda e: state(e.get_state_display(), TONES[e.state]),
        ),
    ),
    order="-number",
    nothing=gettext_lazy("No edition yet. The first one comes with the founding."),
)


def charter_detail(request, consortium):
    """Show the charter in force today, every rule with its value, source and basis."""
    return _charter_page(request, editions.at(request.consortium, request.viewer.today))


def edition_list(request, consortium):
    """List the editions that the reader may see."""
    rows = Edition.objects.visible_to(request.viewer).select_related("consortium").defer("document")
    return list_page(request, EDITIONS, rows, "charter/edition_list.html", title=_("Editions of the charter"))


def edition_detail(request, consortium, number):
    """Show the rules of one edition."""
    return _charter_page(request, _edition(request, number))


def edition_changes(request, consortium, number):
    """Show what an edition changes against the one before it, or against the one in force for a draft."""
    edition = _edition(request, number)
    before = _before(request, edition)
    changes = comparisons.changes(before.loaded, edition.loaded) if before else []
    context = {"edition": edition, "before": before, "changes": changes, "tabs": _tabs(edition, "changes")}
    return render(request, "charter/edition_changes.html", context)


def edition_propose(request, consortium):
    """Write a draft that changes one rule of the charter in force."""
    current = editions.at(request.consortium, request.viewer.today)
    require(access.can_propose(request.viewer, current.charter))
    form = ProposalForm(
        current.loaded.rules.values(), request.POST or None, initial={"path": request.GET.get("path", "")}
    )
    if form.is_valid():
        with beside(form):
            draft = editions.propose(
                request.consortium,
                form.changes(),
                by=request.viewer.person,
                at=request.now,
                reason=form.cleaned_data["reason"],
            )
            return redirect("edition_changes", consortium, draft.number)
    intro = _("A draft changes nothing yet. It takes effect once the body that amends the charter has carried it.")
    return form_page(
        request, form, title=_("Propose an amendment"), intro=intro, submit=_("Write the draft"), back="../"
    )


@require_POST
def edition_drop(request, consortium, number):
    """Give up a draft, with the reason."""
    edition = _edition(request, number)
    require(access.can_drop(request.viewer, edition))
    form = ReasonForm(request.POST)
    if form.is_valid():
        with telling(request):
            editions.drop(edition, by=request.viewer.person, at=request.now, reason=form.cleaned_data["reason"])
    else:
        messages.error(request, _("Say why the draft is given up."))
    return redirect(edition)


def _charter_page(request, edition: Edition):
    text, basis = request.GET.get("q", ""), request.GET.get("basis", "")
    counts = queries.counts(edition.loaded)
    legend = [(code, label, meaning, counts[code]) for code, (label, meaning) in BASES.items()]
    context = {
        "edition": edition,
        "sections": queries.sections(edition.loaded, text=text, basis=basis),
        "legend": [*legend, ("not_stated", NOT_STATED, "", counts["not_stated"])],
        "text": text,
        "basis": basis,
        "tabs": _tabs(edition, "rules"),
        "faults": editions.faults_of(edition) if edition.is_draft else [],
        "can_propose": edition.is_active and access.can_propose(request.viewer, edition.charter),
        "can_drop": edition.is_draft and access.can_drop(request.viewer, edition),
        "decision": Entry.objects.select_related("subject").filter(pk=edition.allowed_by_id).first(),
    }
    return render(request, "charter/charter_detail.html", context)


def _edition(request, number: int) -> Edition:
    rows = Edition.objects.visible_to(request.viewer).select_related("consortium")
    return get_object_or_404(rows, number=number)


def _before(request, edition: Edition) -> Edition | None:
    active = Edition.objects.visible_to(request.viewer).filter(state=Edition.State.ACTIVE).exclude(pk=edition.pk)
    if edition.effective_from:
        active = active.filter(effective_from__lt=edition.effective_from)
    return active.order_by("-effective_from").first()


def _tabs(edition: Edition, current: str) -> list[dict]:
    address = edition.get_absolute_url()
    return [
        {"label": _("Rules"), "address": address, "is_current": current == "rules"},
        {"label": _("Changes"), "address": f"{address}changes/", "is_current": current == "changes"},
    ]
