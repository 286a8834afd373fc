"""The doors of bodies: the organisation as a picture, each body's page, and who decides what."""

from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404, render

from charter import editions
from consortium import organisation, vacancies
from consortium.access import groups as may_group
from consortium.access import meetings as may_meet
from consortium.access import nominations as may_nominate
from consortium.access import people as may_enter
from consortium.models import Body, Item, Meeting, Motion, Nomination, Partner, Seat
from consortium.rules import MATTERS, MEMBER
from desk import work
from desk.verbs import HEADINGS, VERBS, Verb
from duties.models import Duty
from journal.history import history_of
from parties.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Deciding:
    """A line of the "who decides what" page."""

    body: Body
    matters: list
    appointed_by: str
    appoints: str


def body_list(request, consortium):
    """Show the organisation as S1 Fig. 1 draws it, with what is going on in it now."""
    return render(request, "consortium/body_list.html", {"organisation": organisation.draw(request.viewer)})


def body_detail(request, consortium, number):
    """Show one body: who sits in it, what it owes and decides, its meetings, motions and groups."""
    viewer = request.viewer
    bodies = Body.objects.visible_to(viewer).select_related("parent", "parent__parent", "consortium")
    body = get_object_or_404(bodies, number=number)
    charter = editions.of(viewer)
    context = {
        "body": body,
        "procedure": procedure(body, charter),
        "vacant": vacancies.of_body(body, charter, viewer.today),
        "duties": _owed(body, viewer),
        "can": _can(viewer, body),
        "history": history_of(body.subject_id, limit=6),
        **_lists(body, viewer),
    }
    return render(request, "consortium/body_detail.html", context)


def who_decides(request, consortium):
    """Say which body may decide what, and who may do each thing (GOV-12)."""
    charter = editions.of(request.viewer)
    bodies = Body.objects.visible_to(request.viewer).open().filter(level__gt=0).select_related("consortium")
    context = {
        "rows": [_deciding(body, charter) for body in bodies if body.key in charter.bodies],
        "kinds": [{"name": kind.name, "matters": matters(kind)} for kind in charter.working_groups.kinds.values()],
        "headings": _verbs(),
    }
    return render(request, "consortium/who_decides.html", context)


def matters(rules) -> list:
    """Give what a body's rules say that it decides."""
    return [MATTERS[key] for key in rules.decides or () if key in MATTERS]


def procedure(body: Body, charter) -> dict:
    """Say how a body decides, meets and is appointed, in words."""
    if body.rules_key not in (charter.working_groups.kinds if body.is_group else charter.bodies):
        return {}
    rules = charter.procedure(body.rules_key)
    return {
        "rules": rules,
        "matters": matters(rules),
        "appointed_by": "" if body.is_group else appointed_by(charter, body.key),
        "titles": [] if body.is_group else [charter.titles[key].name for key in rules.titles],
        "tiers": [] if body.is_group else [charter.tiers[key].name for key in rules.tiers],
    }


def appointed_by(charter, key: str) -> str:
    """Name who appoints the members of a body; empty where the company itself does."""
    appointing = charter.bodies[key].appointed_by
    return "" if appointing == MEMBER or not appointing else str(charter.bodies[appointing].name)


def _owed(body: Body, viewer: Viewer) -> list:
    """List what the body owes: that it meets is for everyone, the rest names things that not everyone may see."""
    seen = Q(subject=body.subject_id)
    for kind in (Meeting, Motion):
        seen |= Q(subject__in=kind.objects.visible_to(viewer).values("subject"))
    items = Item.objects.filter(motion__in=Motion.objects.visible_to(viewer).values("pk"))
    seen |= Q(subject__in=items.values("subject"))
    owed = Duty.objects.open().filter(seen, debtor=body.subject_id, arises_at__lte=viewer.now)
    return work.lines(viewer, owed.select_related("debtor", "subject").order_by("due_at")[:5])


def _lists(body: Body, viewer: Viewer) -> dict:
    today, meetings = viewer.today, Meeting.objects.visible_to(viewer).filter(tables__body=body)
    seats = Seat.objects.visible_to(viewer).held().on(today).with_alternate(today).filter(body=body)
    waiting = Nomination.objects.visible_to(viewer).waiting().filter(body=body)
    return {
        "seats": seats.select_related("person", "organisation").order_by(
            "-votes", "-post", "organisation__name", "person__name"
        ),
        "meetings": meetings.ahead(viewer.now).select_related("consortium").order_by("starts_at")[:3],
        "motions": Motion.objects.visible_to(viewer)
        .filter(body=body)
        .select_related("consortium")
        .order_by("-number")[:5],
        "groups": Body.objects.visible_to(viewer)
        .open()
        .filter(parent=body, level=0)
        .select_related("consortium")
        .order_by("system", "name"),
        "partners": Partner.objects.visible_to(viewer)
        .on(today)
        .filter(body=body)
        .select_related("organisation", "consortium")
        .order_by("organisation__name"),
        "nominations": waiting.select_related("person", "member__organisation", "consortium").order_by("number"),
    }


def _can(viewer: Viewer, body: Body) -> dict:
    """Ask once what the page offers."""
    is_technical = body.kind == Body.Kind.TECHNICAL
    return {
        "set_up": body.is_open
        and (is_technical or body.kind == Body.Kind.SYSTEM_GROUP)
        and may_group.can_set_up(viewer, body),
        "add": body.is_open and body.is_group and may_group.can_add(viewer, body),
        "hand_over": body.is_open and body.is_group and may_group.can_hand_over(viewer, body),
        "close": body.is_open and body.is_group and may_group.can_close(viewer, body),
        "connect": body.is_open and (is_technical or body.is_office) and may_enter.can_connect(viewer, body),
        "plan": body.is_open and not body.is_office and may_meet.can_plan(viewer, [body]),
        "chair": body.is_open and bool(body.level) and may_nominate.can_propose_chair(viewer, body),
        "staff": body.is_office and may_nominate.can_propose_officer(viewer, body),
    }


def _deciding(body: Body, charter) -> Deciding:
    rules = charter.bodies[body.key]
    return Deciding(
        body=body,
        matters=matters(rules),
        appointed_by=appointed_by(charter, body.key),
        appoints=", ".join(str(charter.bodies[key].name) for key in charter.appoints(body.key)),
    )


def _verbs() -> list[tuple[str, list[Verb]]]:
    """Every verb under its heading, in the order of the table."""
    return [
        (heading, listed)
        for matter, heading in HEADINGS.items()
        if (listed := [verb for verb in VERBS.values() if verb.matter == matter])
    ]
