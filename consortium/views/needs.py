"""Pages of industry's needs: the list, filing one, and what the strategy makes of it (EC-06)."""

from django.db.models import CharField, QuerySet, Value
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from consortium import needs
from consortium.access import motions as access
from consortium.forms.motions import LinkForm, NeedForm
from consortium.models import Need, Statement
from membership.models import Member
from parties.permissions import require
from parties.viewer import Viewer
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.idempotency import once
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, state

TONES = {Need.State.FILED: "open", Need.State.TAKEN_UP: "done", Need.State.WITHDRAWN: "quiet"}
NEEDS = Listing(
    key="needs",
    columns=(
        Column("number", gettext_lazy("No."), "number", sort="number", numeric=True),
        Column(
            "title",
            gettext_lazy("Need"),
            "title",
            lambda need: link(f"{need.slug}{need.number}/", need.title),
            sort="title",
        ),
        Column("firm", gettext_lazy("Firm"), "member.organisation.name", sort="member__organisation__name"),
        Column("filed", gettext_lazy("Filed"), "filed_at", sort="filed_at", timed=True),
        Column(
            "state",
            gettext_lazy("State"),
            "get_state_display",
            lambda need: state(need.get_state_display(), TONES[need.state]),
            sort="state",
        ),
    ),
    order="-number",
    filters=(Filter("state", gettext_lazy("State"), Need.State.choices),),
    search=("title", "text", "member__organisation__name"),
    unseen=gettext_lazy("No needs that you can see."),
    sees_all=lambda viewer: viewer.is_office or viewer.is_member,
    nothing=gettext_lazy("No need yet. Members of the council file what their firms need; the strategy answers it."),
)


def need_list(request, consortium):
    """List the needs of industry."""
    new = {"label": _("File a need"), "address": f"/{consortium}/needs/new/", "icon": "plus"}
    return list_page(
        request,
        NEEDS,
        _needs,
        "web/list.html",
        title=_("Needs of industry"),
        intro=_("What member firms need, filed by their members of the council, and what the strategy makes of it."),
        actions=[new] if access.can_file_need(request.viewer) else [],
    )


@once
def need_new(request, consortium):
    """File a need of one's firm."""
    require(access.can_file_need(request.viewer))
    own = [seat.organisation_id for seat in request.viewer.seats if seat.kind == "council" and seat.votes]
    members = Member.objects.visible_to(request.viewer).current(request.viewer.today).filter(organisation__in=own)
    form = NeedForm(request.POST or None, members=members.select_related("organisation"))
    if form.is_valid():
        with errors_on(form):
            return redirect(needs.file(**form.cleaned_data, by=request.viewer.person, at=request.now))
    return form_page(
        request, form, title=_("File a need"), submit=pgettext("button", "File"), back=f"/{consortium}/needs/"
    )


def need_detail(request, consortium, number):
    """Show a need, the firm behind it, and the versions of the strategy that take it up."""
    need = _need(request, number)
    may_change = bool(access.can_change_need(request.viewer, need)) and not need.is_withdrawn
    return render(
        request,
        "consortium/need_detail.html",
        {
            "need": need,
            "tone": TONES[need.state],
            "links": need.links.select_related("statement").order_by("pk"),
            "may_change": may_change,
        },
    )


def need_link(request, consortium, number):
    """Link a need to a version of the strategy."""
    need = _need(request, number)
    require(access.can_change_need(request.viewer, need))
    versions = Statement.objects.visible_to(request.viewer).of_kind(Statement.Kind.STRATEGY)
    form = LinkForm(request.POST or None, statements=versions)
    if form.is_valid():
        with errors_on(form):
            needs.link(need, form.cleaned_data["statement"], by=request.viewer.person, at=request.now)
            return redirect(need)
    return form_page(
        request, form, title=_("Link to the strategy"), submit=_("Link"), back=need.get_absolute_url(), about=need
    )


@require_POST
def need_withdraw(request, consortium, number):
    """Withdraw a need with a reason."""
    need = _need(request, number)
    require(access.can_change_need(request.viewer, need))
    with errors_as_message(request):
        reason = posted_reason(request)
        needs.withdraw(need, reason=reason, by=request.viewer.person, at=request.now)
    return redirect(need)


def _needs(viewer: Viewer) -> QuerySet[Need]:
    slug = Value(f"/{viewer.consortium.slug}/needs/", output_field=CharField())
    return Need.objects.visible_to(viewer).select_related("member__organisation").annotate(slug=slug)


def _need(request, number: int) -> Need:
    rows = Need.objects.visible_to(request.viewer).select_related("consortium", "member__organisation", "filed_by")
    return get_object_or_404(rows.select_related("subject"), number=number)
