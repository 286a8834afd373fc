"""Pages of recruitment: the pipeline, and the motion that admits a company (MEM-10)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consortium import admissions
from consortium.access.memberships import can_propose_admission
from membership import access, prospects
from membership.forms import AdmissionForm, NewProspectForm, ProspectForm
from membership.models import Prospect
from membership.views.members import rules_of
from parties.models import Organisation
from parties.permissions import require
from parties.viewer import Viewer
from web import parse
from web.forms import errors_as_message, errors_on, form_page
from web.idempotency import once
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, state

TONES = {
    "identified": "quiet",
    "contacted": "open",
    "talking": "open",
    "applied": "waiting",
    "joined": "done",
    "lost": "refused",
}


def listing(rules: Any) -> Listing:
    """Declare the list of prospects in the words of one charter."""
    tiers = {key: str(tier.name) for key, tier in rules.tiers.items()}
    return Listing(
        key="prospects",
        columns=(
            Column(
                "company",
                gettext_lazy("Company"),
                "organisation.name",
                lambda p: link(p.get_absolute_url(), p.organisation.name, p.organisation.country),
                sort="organisation__name",
            ),
            Column(
                "stage",
                gettext_lazy("Stage"),
                lambda p: str(p.get_state_display()),
                lambda p: state(p.get_state_display(), TONES[p.state]),
                sort="state",
            ),
            Column(
                "tier", gettext_lazy("Expected tier"), lambda p: tiers.get(p.expected_tier, ""), sort="expected_tier"
            ),
            Column("dues", gettext_lazy("Expected dues"), "expected_dues", sort="expected_dues", numeric=True),
            Column("next", gettext_lazy("Next step"), "next_step"),
            Column("noted", gettext_lazy("Since"), "noted_at", sort="noted_at", timed=True),
        ),
        order="-noted_at",
        filters=(Filter("state", gettext_lazy("Stage"), Prospect.State.choices),),
        search=("organisation__name", "organisation__native_name"),
        nothing=gettext_lazy("No prospect yet. Enter a company that might join, with what it would bring."),
    )


def prospect_list(request, consortium):
    """List the companies that might join, and what they would bring."""
    _hide(request)
    expected = Prospect.objects.visible_to(request.viewer).open().aggregate(total=Sum("expected_dues"))["total"]
    rules = rules_of(request)
    return list_page(
        request,
        listing(rules),
        _prospects,
        "membership/prospect_list.html",
        currency=rules.identity.currency,
        title=_("Prospects"),
        expected=expected,
        rules=rules,
    )


def prospect_new(request, consortium):
    """Enter a company that might join."""
    _hide(request)
    form = NewProspectForm(request.POST or None, rules=rules_of(request))
    if form.is_valid():
        with errors_on(form):
            prospect = prospects.note(
                request.consortium, form.company(), by=request.viewer.person, at=request.now, **_expected(form)
            )
            return redirect(prospect)
    return form_page(
        request, form, title=_("A company that might join"), submit=_("Enter"), back=f"/{consortium}/prospects/"
    )


def prospect_detail(request, consortium, number):
    """Show a prospect: its stage, what it would bring, what comes next; and change that."""
    prospect = _prospect(request, number)
    form = ProspectForm(
        request.POST or None,
        rules=rules_of(request),
        initial={name: getattr(prospect, name) for name in ProspectForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        require(access.can_revise(request.viewer, prospect))
        with errors_on(form):
            prospects.revise(prospect, by=request.viewer.person, at=request.now, **_expected(form))
            messages.success(request, _("Saved."))
            return redirect(prospect)
    steps = [each for each in Prospect.MOVES[prospect.state] if each != Prospect.State.JOINED]
    return form_page(
        request,
        form,
        "membership/prospect_detail.html",
        prospect=prospect,
        tone=TONES[prospect.state],
        steps=[(each, Prospect.State(each).label) for each in steps],
        rules=rules_of(request),
        title=str(prospect),
        submit=_("Save"),
        back=f"/{consortium}/prospects/",
    )


@require_POST
def prospect_advance(request, consortium, number):
    """Move a prospect to another stage."""
    prospect = _prospect(request, number)
    require(access.can_advance(request.viewer, prospect))
    with errors_as_message(request):
        prospects.advance(prospect, to=request.POST.get("to", ""), by=request.viewer.person, at=request.now)
    return redirect(prospect)


@once
def admission_new(request, consortium):
    """Draft the motion that admits a company."""
    if not can_propose_admission(request.viewer):
        raise Http404
    open_prospects = Prospect.objects.visible_to(request.viewer).open()
    known = Organisation.objects.filter(pk__in=open_prospects.values("organisation"))
    form = AdmissionForm(
        request.POST or None, rules=rules_of(request), known=known, initial=_prefilled(request, open_prospects)
    )
    if form.is_valid():
        with errors_on(form):
            said = form.cleaned_data
            chosen = {name: said[name] for name in ("tier_basis", "joins_on", "text") if name in said}
            motion = admissions.propose(
                request.consortium,
                form.company(),
                by=request.viewer.person,
                at=request.now,
                **form.terms(),
                **chosen,
            )
            messages.success(request, _("The motion is drafted. It is put to the vote from its page."))
            return redirect(motion)
    body = admissions.admitting_body(request.consortium, rules_of(request))
    return form_page(
        request,
        form,
        title=_("Propose to admit a company"),
        intro=_("%(body)s decides by vote; the company is a member from the day of the decision.") % {"body": body},
        submit=_("Draft the motion"),
        back=f"/{consortium}/members/",
    )


def _hide(request) -> None:
    """To whoever does not recruit, the pipeline does not exist."""
    if not access.can_note(request.viewer):
        raise Http404


def _prospects(viewer: Viewer) -> QuerySet[Prospect]:
    return Prospect.objects.visible_to(viewer).select_related("organisation", "consortium")


def _prospect(request, number: int) -> Prospect:
    rows = Prospect.objects.visible_to(request.viewer).select_related("organisation", "consortium", "subject")
    return get_object_or_404(rows, number=number)


def _expected(form: ProspectForm) -> dict:
    return {name: form.cleaned_data[name] for name in ProspectForm.base_fields}


def _prefilled(request, open_prospects) -> dict:
    """Take over what the pipeline knows of a company."""
    asked = parse.int_or_none(request.GET.get("prospect", ""))
    prospect = open_prospects.filter(number=asked).first() if asked else None
    if prospect is None:
        return {}
    return {
        "organisation": prospect.organisation_id,
        "branch": prospect.branch,
        "chain_position": prospect.chain_position,
        "tier": prospect.expected_tier,
    }
