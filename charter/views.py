"""The doors of the charter: its rules with their sources, its editions, and amending it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import comparisons, editions, presets, queries
from charter.forms import AmendmentForm
from charter.loaded import Loaded
from charter.models import Edition
from charter.sources import BASES
from charter.words import NOT_STATED
from consortium import amendments
from consortium.access.motions import can_draft
from consortium.models import Body
from journal.models import Entry
from parties.permissions import require
from parties.viewer import Viewer
from web import parse
from web.forms import errors_on, form_page
from web.lists import Column, Listing, list_page
from web.table_cells import link, state

TONES = {"draft": "waiting", "active": "open"}

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
    unseen=gettext_lazy("No editions that you can see."),
    sees_all=lambda viewer: viewer.is_office,
    nothing=gettext_lazy("No edition yet. The first one comes with the founding."),
)


def charter_detail(request, consortium):
    """Show the charter in force today, every rule with its value, source and basis."""
    return _charter_page(request, editions.at(request.consortium, request.viewer.today))


def edition_list(request, consortium):
    """List the editions that the reader may see."""
    return list_page(request, EDITIONS, _editions, "charter/edition_list.html", title=_("Editions of the charter"))


def edition_detail(request, consortium, number):
    """Show the rules of one edition."""
    return _charter_page(request, _edition(request, number))


def edition_changes(request, consortium, number):
    """Show where an edition differs from the one before it, from any other, or from a described system (AL-02)."""
    edition = _edition(request, number)
    asked = request.GET.get("with", "")
    name, other = _beside(request, asked) if asked else _before(request, edition)
    context = {
        "edition": edition,
        "name": name,
        "changes": comparisons.changes(other, edition.loaded) if other else None,
        "asked": asked,
        "editions": Edition.objects.visible_to(request.viewer).exclude(pk=edition.pk).defer("document"),
        "systems": presets.every().values(),
        "tabs": _tabs(edition, "changes"),
    }
    return render(request, "charter/edition_changes.html", context)


def charter_amend(request, consortium):
    """Draft a motion that changes rules of the charter."""
    body = amendments.amending_body(request.consortium, request.now)
    require(can_draft(request.viewer, body))
    loaded = editions.latest(request.consortium).loaded
    paths = request.POST.getlist("path") or request.GET.getlist("path")
    if "add" in request.POST:
        paths = [*paths, request.POST.get("more", "")]
        return _amendment_page(request, AmendmentForm(loaded, paths=paths, kept=request.POST), body)
    form = AmendmentForm(loaded, request.POST or None, paths=paths)
    if form.is_valid():
        with errors_on(form):
            motion = amendments.draft(request.consortium, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect(motion)
    return _amendment_page(request, form, body)


def _amendment_page(request, form: AmendmentForm, body: Body):
    return form_page(request, form, "charter/charter_amend.html", body=body)


def _charter_page(request, edition: Edition):
    text, basis, section = (request.GET.get(name, "") for name in ("q", "basis", "section"))
    counts = queries.counts(edition.loaded)
    legend = [(code, label, meaning, counts[code]) for code, (label, meaning) in BASES.items()]
    context = {
        "edition": edition,
        "page": lambda: _sections(edition, text, basis, section),  # asked where not kept
        "section": section,
        "legend": [*legend, ("not_stated", NOT_STATED, "", counts["not_stated"])],
        "not_stated": NOT_STATED,
        "until": editions.superseded_on(edition) if edition.is_active else None,
        "text": text,
        "basis": basis,
        "tabs": _tabs(edition, "rules"),
        "faults": queries.placed(editions.faults_of(edition), edition.loaded) if edition.is_draft else [],
        "can_amend": bool(can_draft(request.viewer, amendments.amending_body(request.consortium, request.now))),
        "decision": Entry.objects.select_related("subject").filter(pk=edition.allowed_by_id).first(),
    }
    return render(request, "charter/charter_detail.html", context)


def _sections(edition: Edition, text: str, basis: str, section: str) -> dict[str, Any]:
    """Give every section with a rule that fits, where each opens, and those that are shown now."""
    found = queries.sections(edition.loaded, text=text, basis=basis)
    shown = queries.shown(found, section)
    kept = {name: value for name, value in (("q", text), ("basis", basis)) if value}
    return {
        "contents": [
            (each, f"?{urlencode({**kept, 'section': each.key})}", len(shown) == 1 and each in shown) for each in found
        ],
        "shown": shown,
        "all": f"?{urlencode({**kept, 'section': queries.ALL})}" if len(shown) < len(found) else "",
    }


def _edition(request, number: int | None) -> Edition:
    rows = Edition.objects.visible_to(request.viewer).select_related("consortium")
    return get_object_or_404(rows, number=number)


def _editions(viewer: Viewer) -> QuerySet[Edition]:
    return Edition.objects.visible_to(viewer).select_related("consortium").defer("document")


def _before(request, edition: Edition) -> tuple[str, Loaded | None]:
    """Give the edition that held before this one, or that holds while this is a draft."""
    active = Edition.objects.visible_to(request.viewer).filter(state=Edition.State.ACTIVE).exclude(pk=edition.pk)
    if edition.effective_from:
        active = active.filter(effective_from__lt=edition.effective_from)
    before = active.order_by("-effective_from").first()
    return (str(before), before.loaded) if before else ("", None)


def _beside(request, asked: str) -> tuple[str, Loaded]:
    """Give what the reader named: an edition by its number, or a described system by its key."""
    if asked in presets.every():
        return str(presets.named(asked)), comparisons.of_preset(asked)
    other = _edition(request, parse.int_or_none(asked))
    return str(other), other.loaded


def _tabs(edition: Edition, current: str) -> list[dict]:
    address = edition.get_absolute_url()
    return [
        {"label": _("Rules"), "address": address, "is_current": current == "rules"},
        {"label": _("Changes"), "address": f"{address}changes/", "is_current": current == "changes"},
    ]
