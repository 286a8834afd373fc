"""Pages of declared revenue: for finance and those who speak for the company; to all others they do not exist."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from files import blobs
from journal.history import history_of
from membership import access, arithmetic, declarations, fees, speakers, years
from membership.declarations import Evidence
from membership.forms import DeclarationForm, closed_years
from membership.models import Declaration, Member
from membership.views.members import rules_of
from parties.permissions import require
from parties.refusals import Refusal
from parties.viewer import Viewer
from web import parse
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.lists import Bulk, Column, Filter, Listing, list_page
from web.table_cells import link, money, state

TONES = {"declared": "waiting", "returned": "late", "verified": "done"}

DECLARATIONS = Listing(
    key="declarations",
    columns=(
        Column(
            "company",
            gettext_lazy("Company"),
            "member.organisation.name",
            lambda d: link(d.get_absolute_url(), d.member.organisation.name),
            sort="member__organisation__name",
        ),
        Column("year", gettext_lazy("Year"), "year", lambda d: d.year, sort="year", numeric=True),
        Column(
            "revenue",
            gettext_lazy("Revenue that counts"),
            "revenue",
            lambda d: money(d.revenue, d.currency),
            sort="revenue",
            numeric=True,
        ),
        Column(
            "total",
            gettext_lazy("Total revenue"),
            "total_revenue",
            lambda d: money(d.total_revenue, d.currency),
            sort="total_revenue",
            numeric=True,
        ),
        Column("evidence", gettext_lazy("Evidence"), lambda d: d.evidence_name),
        Column(
            "state",
            gettext_lazy("State"),
            lambda d: str(d.get_state_display()),
            lambda d: state(d.get_state_display(), TONES[d.state]),
            sort="state",
        ),
        Column("declared", pgettext_lazy("day", "Declared"), "declared_at", sort="declared_at", timed=True),
    ),
    order="-year",
    currency="currency",
    filters=(Filter("state", gettext_lazy("State"), Declaration.State.choices),),
    search=("member__organisation__name",),
    unseen=gettext_lazy("No declarations that you can see."),
    sees_all=lambda viewer: viewer.is_finance,
    nothing=gettext_lazy("No declaration yet. A company's revenue declarer declares on the company's page."),
)


def declaration_list(request, consortium):
    """List the declarations that the reader may see."""
    _refuse_outsiders(request)
    bulk = (Bulk(_("Verify selected"), f"/{consortium}/declarations/verify/"),) if request.viewer.is_finance else ()
    return list_page(
        request,
        DECLARATIONS,
        _declarations,
        "web/list.html",
        bulk=bulk,
        title=_("Declarations of revenue"),
        intro=_("Only finance and the company itself see these."),
    )


def declaration_detail(request, consortium, number):
    """Show one declaration, its evidence and the tier it leads to."""
    declaration = _declaration(request, number)
    rules = rules_of(request)
    context = {
        "declaration": declaration,
        "tone": TONES[declaration.state],
        "rules": rules,
        "tier": rules.tiers[arithmetic.tier_of(declaration.counts, rules.tiers)] if rules.tiers else None,
        "dues": None if rules.tiers else fees.yearly_dues(rules, tier="", revenue=declaration.counts),
        "formula": fees.formula_in_words(rules),
        "dues_year": years.dues_year_of(rules, declaration.year),
        "history": history_of(declaration.subject),
        "can_verify": access.can_verify(request.viewer, declaration),
        "can_declare": access.can_declare(request.viewer, declaration.member) and not declaration.is_verified,
    }
    return render(request, "membership/declaration_detail.html", context)


def declaration_evidence(request, consortium, number):
    """Hand out the evidence to whoever may see the declaration."""
    declaration = _declaration(request, number)
    if declaration.evidence is None:
        raise Http404
    return FileResponse(
        blobs.open_blob(declaration.evidence),
        as_attachment=True,
        filename=declaration.evidence_name,
        content_type=declaration.evidence.media_type,
    )


def declaration_declare(request, consortium, number):
    """Declare a member's revenue of a closed year."""
    member = get_object_or_404(Member.objects.visible_to(request.viewer).select_related("organisation"), number=number)
    _hide_from_rivals(request, member)
    require(access.can_declare(request.viewer, member))
    rules = rules_of(request)
    form = _form(request, member, rules)
    if form.is_valid():
        with errors_on(form):
            declaration = declarations.declare(
                member,
                by=request.viewer.person,
                at=request.now,
                on_behalf_of=speakers.on_behalf(request.viewer, member, "revenue_declarer"),
                **{name: value for name, value in form.cleaned_data.items() if name != "evidence"},
                evidence=_evidence(form),
            )
            messages.success(request, _("Declared. Finance looks at the evidence next."))
            return redirect(declaration)
    seen_by = _("Finance and your company's mandated people alone see this.")
    return form_page(
        request,
        form,
        title=_("Declare the revenue of %(member)s") % {"member": member},
        intro=f"{_what_counts(rules)} {seen_by}",
        submit=_("Declare"),
        back=member.get_absolute_url(),
    )


@require_POST
def declaration_verify(request, consortium, number):
    """Verify a declaration."""
    declaration = _declaration(request, number)
    require(access.can_verify(request.viewer, declaration))
    with errors_as_message(request):
        declarations.verify(declaration, by=request.viewer.person, at=request.now)
        messages.success(request, _("Verified."))
    return redirect(declaration)


@require_POST
def declaration_verify_many(request, consortium):
    """Verify the ticked declarations; tell which could not be."""
    _refuse_outsiders(request)
    require(access.can_verify_many(request.viewer))
    rows = Declaration.objects.visible_to(request.viewer)
    rows = rows.select_related("member__organisation", "consortium", "subject")
    done = 0
    for declaration in rows.filter(pk__in=parse.ints(request.POST.getlist("chosen"))):
        try:
            declarations.verify(declaration, by=request.viewer.person, at=request.now)
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{declaration}: {refusal}")
    messages.success(request, _("%(count)s verified.") % {"count": done})
    return redirect("declaration_list", consortium)


@require_POST
def declaration_send_back(request, consortium, number):
    """Return a declaration with the reason."""
    declaration = _declaration(request, number)
    require(access.can_send_back(request.viewer, declaration))
    with errors_as_message(request):
        declarations.send_back(declaration, reason=posted_reason(request), by=request.viewer.person, at=request.now)
    return redirect(declaration)


def _what_counts(rules: Any) -> str:
    """Say what the figure decides: the tier, or by which formula the dues."""
    name = rules.membership.revenue or _("the revenue that counts")
    return fees.formula_in_words(rules) or _("Only %(name)s counts for the tier.") % {"name": name}


def _declaration(request, number: int) -> Declaration:
    rows = Declaration.objects.visible_to(request.viewer)
    return get_object_or_404(
        rows.select_related("member__organisation", "consortium", "subject", "evidence", "declared_by"), number=number
    )


def _refuse_outsiders(request) -> None:
    """To whoever may see no declaration at all, the list does not exist."""
    if not (request.viewer.is_finance or any(company.mandates for company in request.viewer.companies)):
        raise Http404


def _declarations(viewer: Viewer) -> QuerySet[Declaration]:
    return Declaration.objects.visible_to(viewer).select_related("member__organisation", "consortium")


def _hide_from_rivals(request, member: Member) -> None:
    """Whether and what a company declares is nobody else's affair: the form does not exist for others."""
    if not (request.viewer.is_office or request.viewer.company(member.organisation_id)):
        raise Http404


def _form(request, member: Member, rules: Any) -> DeclarationForm:
    offered = closed_years(years.last_closed(rules, request.viewer.today), member)
    asked = parse.int_or_none(request.GET.get("year", ""))
    return DeclarationForm(
        request.POST or None,
        request.FILES or None,
        years=offered,
        name=rules.membership.revenue,
        initial={
            "year": asked if asked in offered else offered[0],
            "currency": rules.identity.currency,
        },
    )


def _evidence(form: DeclarationForm) -> Evidence | None:
    uploaded = form.cleaned_data["evidence"]
    return Evidence(blobs.content_of(uploaded), uploaded.name) if uploaded else None
