"""The decision register: every decided item, by which body, when, how, and under which rule (GOV-12)."""

from django.contrib import messages
from django.db.models import CharField, QuerySet, Value
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from charter.loaded import place_of
from charter.references import refer
from consortium import enactments, outcomes, procedures, room_votes
from consortium.access import motions as access
from consortium.models import Item, Motion
from consortium.motions import queries
from consortium.views import motion_parts as parts
from consortium.views.motions import motion_detail
from parties.permissions import require
from parties.viewer import Viewer
from registry.matters import MATTERS
from web.forms import errors_as_message, posted_reason
from web.lists import Column, Filter, Listing, list_page
from web.table_cells import link, state


def votes_in_short(item: Item) -> str:
    """Say the count as "5 : 2 (1)": for, against, abstained."""
    abstained = f" ({outcomes.number(item.abstained_weight)})" if item.abstained_weight else ""
    return f"{outcomes.number(item.for_weight)} : {outcomes.number(item.against_weight)}{abstained}"


def outcome_of(item: Item) -> str:
    """Say the outcome, and what became of it where that is not plain."""
    if item.enactment in (Item.Enactment.BLOCKED, Item.Enactment.RESCINDED):
        return f"{item.get_state_display()}, {str(item.get_enactment_display()).lower()}"
    return str(item.get_state_display())


def rule_of(item: Item) -> str:
    """Say which edition judged it, and where its rule stands there."""
    return _("edition %(number)s, %(path)s") % {
        "number": item.motion.edition.number,
        "path": refer(item.motion.edition_id, procedures.path_of(item.motion.body)),
    }


def address_of_rule(item: Item) -> str:
    path = procedures.path_of(item.motion.body)
    charter = f"/{item.motion.consortium.slug}/charter/editions/{item.motion.edition.number}/"
    return charter + place_of(f"{path}.quorum")


def years(viewer: Viewer) -> list[tuple[str, str]]:
    """Years in which something was decided, the latest first."""
    days = Motion.objects.visible_to(viewer).decided().datetimes("closed_at", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in days]


def in_year(rows: QuerySet, year: str) -> QuerySet:
    return rows.filter(motion__closed_at__year=int(year))


DECISIONS = Listing(
    key="decisions",
    columns=(
        Column("number", gettext_lazy("Motion"), "motion.number", sort=("motion__number", "position"), numeric=True),
        Column("decided", pgettext_lazy("day", "Decided"), "motion.closed_at", sort="motion__closed_at", timed=True),
        Column("body", gettext_lazy("Body"), "motion.body.name", sort="motion__body__name"),
        Column(
            "title",
            gettext_lazy("Decision"),
            "title",
            lambda item: link(f"{item.slug}{item.motion.number}/", item.title, _note(item)),
            sort="title",
        ),
        Column(
            "outcome",
            gettext_lazy("Outcome"),
            outcome_of,
            lambda item: state(outcome_of(item), "late" if item.is_blocked else parts.TONES[item.state]),
            sort="state",
        ),
        Column("votes", gettext_lazy("For : against"), votes_in_short),
        Column("recorded", gettext_lazy("Recorded in a meeting by"), "recorded_by"),
        Column("matter", gettext_lazy("Matter"), lambda item: str(MATTERS[item.matter].label)),
        Column("rule", gettext_lazy("Rule"), rule_of, lambda item: link(address_of_rule(item), rule_of(item))),
    ),
    order="-motion__closed_at",
    filters=(
        Filter("motion__body", gettext_lazy("Body"), parts.deciding_bodies),
        Filter("year", gettext_lazy("Year"), years, in_year),
        Filter("matter", gettext_lazy("Matter"), lambda viewer: [(key, MATTERS[key].label) for key in MATTERS]),
        Filter("state", gettext_lazy("Outcome"), [(s.value, s.label) for s in Item.State if s != Item.State.PENDING]),
    ),
    search=("title", "text", "motion__title"),
    unseen=gettext_lazy("No decisions that you can see."),
    sees_all=lambda viewer: viewer.is_office or viewer.is_member,
    nothing=gettext_lazy("No decision yet. Every motion that is closed stands here for good, with its votes and rule."),
)


def decision_list(request, consortium):
    """List every decision that the reader may see."""
    return list_page(
        request,
        DECISIONS,
        _decisions,
        "web/list.html",
        title=_("Decisions"),
        intro=_("Which body decided what, when, by which votes and under which rule. Nothing here is ever changed."),
    )


def item_detail(request, consortium, number):
    """Show the motion that the item belongs to."""
    return motion_detail(request, consortium, _item(request, number).motion.number)


@require_POST
def item_retry(request, consortium, number):
    """Try a blocked enactment again."""
    item = _item(request, number)
    require(access.can_retry(request.viewer, item))
    with errors_as_message(request):
        enactments.retry(item, by=request.viewer.person, at=request.now)
        if item.is_blocked:
            messages.warning(request, _("Still blocked: %(reason)s") % {"reason": item.blocked_reason})
        else:
            messages.success(request, _("“%(item)s” is carried out.") % {"item": item})
    return redirect(item.motion)


@require_POST
def item_rescind(request, consortium, number):
    """Give up a blocked enactment."""
    item = _item(request, number)
    require(access.can_rescind(request.viewer, item))
    with errors_as_message(request):
        reason = posted_reason(request)
        enactments.rescind(item, reason=reason, by=request.viewer.person, at=request.now)
        messages.success(request, _("“%(item)s” is given up; the decision stays in the register.") % {"item": item})
    return redirect(item.motion)


def _decisions(viewer: Viewer) -> QuerySet[Item]:
    slug = Value(f"/{viewer.consortium.slug}/motions/", output_field=CharField())
    return room_votes.marked(queries.decisions(viewer)).annotate(slug=slug)


def _item(request, number: int) -> Item:
    visible = Motion.objects.visible_to(request.viewer)
    rows = Item.objects.filter(motion__in=visible).select_related("subject", "consortium", "motion__body")
    return get_object_or_404(rows.select_related("motion__consortium", "subject", "consortium"), number=number)


def _note(item: Item) -> str:
    return "" if item.title == item.motion.title else item.motion.title
