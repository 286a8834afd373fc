"""Pages of members: the list, one member, recording a founding member, the position in the supply chain."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from charter import editions
from consortium import exclusions, quotas
from consortium.access.memberships import can_propose_exclusion
from consortium.access.nominations import can_propose
from consortium.models import Seat
from desk.company import vacancies
from journal.history import LONGEST, told
from journal.models import Entry
from membership import access, members, queries
from membership.forms import ChainForm, FoundingMemberForm
from membership.models import Mandate, Member, Withdrawal
from parties.permissions import require
from parties.viewer import Viewer
from web.forms import errors_as_message, errors_on, form_page, posted_reason
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, native, state
from web.view_models import HistoryLine

TONES = {"active": "done", "suspended": "late", "left": "quiet", "excluded": "refused"}


def rules_of(request) -> Any:
    """The charter in force today."""
    return editions.of(request.viewer)


def member_list(request, consortium):
    """List the companies that belong, and those that did."""
    rules = rules_of(request)
    extra = {"rules": rules, "can_record": access.can_record_founding_member(request.viewer)}
    return list_page(
        request,
        listing(rules, request.viewer),
        queries.listed,
        "membership/member_list.html",
        title=_("Members"),
        **extra,
    )


def member_detail(request, consortium, number):
    """Show a company: its tier and the rule behind it, its posts, who speaks for it; its own figures to itself."""
    member = get_object_or_404(queries.listed(request.viewer).select_related("subject"), number=number)
    rules = rules_of(request)
    today = request.viewer.today
    posts = quotas.posts_of(member, rules, tier=member.tier, day=today) if member.belongs else None
    context = {
        "member": member,
        "rules": rules,
        "tier": rules.tiers.get(member.tier),
        "branch": rules.branches.get(member.branch),
        "position": rules.membership.positions.get(member.chain_position, ""),
        "standing": standing_of(member, request.viewer),
        "posts": posts,
        "vacancies": vacancies(request.viewer, member, posts) if posts else [],
        "seats": _seats(member, request),
        "mandates": _mandates(member, request),
        "declarations": queries.own_declarations(request.viewer, member),
        "withdrawal": Withdrawal.objects.visible_to(request.viewer).announced().filter(member=member).first(),
        "line": _waiting_line(member, request.viewer),
        "can": _can(request.viewer, member),
        "tiers": _tierings(member, rules),
        "history": _history(member, request.viewer),
    }
    return render(request, "membership/member_detail.html", context)


def member_record(request, consortium):
    """Record a company that belonged before the consortium went live."""
    require(access.can_record_founding_member(request.viewer))
    form = FoundingMemberForm(request.POST or None, rules=rules_of(request))
    if form.is_valid():
        with errors_on(form):
            member = members.record_founding_member(
                request.consortium,
                form.company(),
                joined_on=form.cleaned_data["joined_on"],
                document=form.cleaned_data["document"],
                by=request.viewer.person,
                at=request.now,
                **form.terms(),
            )
            return redirect(member)
    return form_page(
        request,
        form,
        title=_("Record a founding member"),
        intro=_("Only companies that belonged before going live are recorded; later ones are admitted by a motion."),
        submit=_("Record"),
        back=f"/{consortium}/members/",
    )


def member_chain(request, consortium, number):
    """Correct a member's position in the supply chain."""
    member = get_object_or_404(Member.objects.visible_to(request.viewer), number=number)
    require(access.can_move_in_chain(request.viewer, member))
    form = ChainForm(request.POST or None, rules=rules_of(request), initial={"to": member.chain_position})
    if form.is_valid():
        with errors_on(form):
            members.move_in_chain(member, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect(member)
    return form_page(
        request,
        form,
        title=_("Position in the supply chain"),
        submit=_("Save"),
        back=member.get_absolute_url(),
        about=member,
    )


@require_POST
def member_exclude(request, consortium, number):
    """Draft the motion that excludes a member."""
    member = get_object_or_404(Member.objects.visible_to(request.viewer), number=number)
    require(can_propose_exclusion(request.viewer, member))
    with errors_as_message(request):
        motion = exclusions.propose(member, text=posted_reason(request), by=request.viewer.person, at=request.now)
        messages.success(request, _("The motion is drafted."))
        return redirect(motion)
    return redirect(member)


def listing(rules: Any, viewer: Viewer) -> Listing:
    """Declare the list of members in the words of one charter; standing is shown to whom it concerns."""
    tiers = {key: str(tier.name) for key, tier in rules.tiers.items()}
    belong = rules.branches.items() if rules.membership.in_branches else ()
    branches = {key: str(branch.name) for key, branch in belong}
    positions = {key: str(name) for key, name in rules.membership.positions.items()}
    columns = [
        Column(
            "name",
            gettext_lazy("Company"),
            "organisation.name",
            lambda m: link(m.get_absolute_url(), m.organisation.name, native(m.organisation.native_name)),
            sort="organisation__name",
        ),
        Column("tier", gettext_lazy("Tier"), lambda m: tiers.get(m.tier, ""), sort="tier"),
        Column("branch", gettext_lazy("Branch"), lambda m: branches.get(m.branch, ""), sort="branch"),
        Column("position", gettext_lazy("Supply chain"), lambda m: positions.get(m.chain_position, "")),
        Column("country", gettext_lazy("Country"), "organisation.country", sort="organisation__country"),
        Column("joined", gettext_lazy("Since"), "joined_on", sort="joined_on"),
        Column(
            "standing",
            gettext_lazy("Standing"),
            lambda m: standing_of(m, viewer)[0],
            lambda m: state(*standing_of(m, viewer)),
        ),
    ]
    shown = [("tier", tiers), ("branch", branches), ("position", positions)]
    empty = {key for key, table in shown if not table}
    return Listing(
        key="members",
        columns=tuple(column for column in columns if column.key not in empty),
        order="organisation__name",
        filters=_filters(tiers, branches, positions, viewer),
        search=("organisation__name", "organisation__native_name"),
        nothing=gettext_lazy("No member yet. The office records the founding members; later ones join by a motion."),
    )


def standing_of(member: Member, viewer: Viewer) -> tuple[str, str]:
    """Say where a membership stands, as far as the viewer may know, and in which tone."""
    code = standing_code(member, viewer)
    if code == "leaving":
        return _("Member until %(day)s") % {"day": date_format(member.last_day)}, "waiting"
    return str(Member.State(code).label), {"active": "done", "suspended": "late"}.get(code) or TONES[member.state]


def standing_code(member: Member, viewer: Viewer) -> str:
    """Give where a membership stands, as far as the viewer may know: a state, or ``leaving``."""
    if member.is_suspended and access.sees_standing(viewer, member):
        return Member.State.SUSPENDED.value
    if member.is_leaving and member.left_on > viewer.today:
        return "leaving"
    return Member.State.ACTIVE.value if member.belongs else member.state


def _filters(tiers: dict, branches: dict, positions: dict, viewer: Viewer) -> tuple[Filter, ...]:
    known = [
        Filter("tier", gettext_lazy("Tier"), list(tiers.items())),
        Filter("branch", gettext_lazy("Branch"), list(branches.items())),
        Filter("chain_position", gettext_lazy("Supply chain"), list(positions.items())),
    ]
    standing = [("members", _("Members today")), ("leaving", _("Leaving")), ("former", _("Former members"))]
    if access.sees_every_standing(viewer):
        standing.append(("suspended", _("Rights suspended")))
    narrow = {
        "members": lambda rows: rows.filter(state__in=["active", "suspended"]),
        "leaving": lambda rows: rows.filter(state__in=["active", "suspended"], left_on__isnull=False),
        "former": lambda rows: rows.filter(state__in=["left", "excluded"]),
        "suspended": lambda rows: rows.filter(state="suspended"),
    }
    offered = [each for each in known if each.choices]
    return (*offered, Filter("standing", gettext_lazy("Standing"), standing, lambda rows, value: narrow[value](rows)))


def _seats(member: Member, request) -> list[Seat]:
    held = Seat.objects.visible_to(request.viewer).held().on(request.viewer.today).filter(member=member)
    return list(held.select_related("body__consortium", "person").order_by("body__level", "body__name", "person__name"))


def _mandates(member: Member, request) -> list[Mandate]:
    """Who speaks for the company: for its own people and the office."""
    if not (request.viewer.is_office or request.viewer.company(member.organisation_id)):
        return []
    held = Mandate.objects.filter(
        consortium=request.consortium,
        organisation=member.organisation_id,
        during__contains=request.viewer.today,
    )
    return list(held.select_related("person").order_by("kind", "person__name"))


def _waiting_line(member: Member, viewer: Viewer):
    lines = member.regradings.visible_to(viewer).waiting().select_related("regrading")
    return lines.order_by("-regrading__dues_year").first()


def _history(member: Member, viewer: Viewer) -> list[HistoryLine]:
    """Tell what happened to the membership; what tells of payments, mandates and people only to whom it concerns."""
    told_of = Entry.objects.of(member.subject).told()
    if not access.sees_standing(viewer, member):
        told_of = told_of.exclude(verb__in=["member.suspend", "member.restore"])
    if not (viewer.is_office or member.organisation_id in viewer.organisations):
        for kind in ("mandate.", "billing.", "person."):
            told_of = told_of.exclude(verb__startswith=kind)
    return [told(entry) for entry in told_of[:LONGEST]]


def _tierings(member: Member, rules: Any) -> list[tuple[Any, str]]:
    """The tiers the member has had, the latest first, with their names."""
    return [
        (each, str(rules.tiers[each.tier].name) if each.tier in rules.tiers else each.tier)
        for each in member.tierings.order_by("-during")
    ]


def _can(viewer: Viewer, member: Member) -> dict[str, Any]:
    return {
        "people": viewer.is_office or bool(viewer.company(member.organisation_id)),
        "nominate": member.belongs and can_propose(viewer, member),
        "see_account": viewer.is_finance or _speaks(viewer, member),
        "declare": member.belongs and access.can_declare(viewer, member),
        "withdraw": member.belongs and not member.is_leaving and access.can_withdraw(viewer, member),
        "take_back": member.is_leaving and access.can_withdraw(viewer, member),
        "move": access.can_move_in_chain(viewer, member),
        "exclude": member.belongs and can_propose_exclusion(viewer, member),
    }


def _speaks(viewer: Viewer, member: Member) -> bool:
    """Whether the viewer holds any mandate of the company."""
    company = viewer.company(member.organisation_id)
    return bool(company and company.mandates)
