"""The three bridges: what crosses from industry to the council, from committee to committee, from groups to a TC."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from consortium.models import Body, Motion, Need
from parties.viewer import Viewer
from web.view_models import Hit

MOST = 20


def bridge_list(request, consortium):
    """Show what waits on each bridge: needs of industry, and what bodies recommend to those above (MISC-02)."""
    advice = recommendations(request.viewer)
    council, steering = Body.Kind.COUNCIL, Body.Kind.STEERING
    bridges = [
        (_("Industry and the council"), _("Needs that no strategy takes up yet."), open_needs(request.viewer)),
        (_("Committees and the council"), _("What steering committees recommend."), advice.get(council, [])),
        (_("Technical and steering committees"), _("What technical committees recommend."), advice.get(steering, [])),
        (
            _("Working groups, with their guests from universities, and their committee"),
            _("What working groups recommend."),
            [hit for kind, hits in advice.items() if kind not in (council, steering) for hit in hits],
        ),
    ]
    return render(request, "consortium/bridge_list.html", {"bridges": bridges})


def open_needs(viewer: Viewer) -> list[Hit]:
    """Needs that the reader sees and that wait for an answer."""
    needs = Need.objects.visible_to(viewer).open().select_related("member__organisation").order_by("-number")
    slug = viewer.consortium.slug
    return [Hit(need.title, f"/{slug}/needs/{need.number}/", need.member.organisation.name) for need in needs[:MOST]]


def recommendations(viewer: Viewer) -> dict[str, list[Hit]]:
    """Recommendations that the reader sees and that are not decided, by the kind of body that they are put to."""
    waiting = Motion.objects.visible_to(viewer).filter(from_body__isnull=False, state__in=["draft", "open"])
    found: dict[str, list[Hit]] = {}
    for motion in waiting.select_related("body", "from_body").order_by("-number")[: 5 * MOST]:
        note = f"{motion.from_body.name} → {motion.body.name}, {motion.get_state_display()}"
        hit = Hit(motion.title, f"/{viewer.consortium.slug}/motions/{motion.number}/", note)
        found.setdefault(motion.body.kind, []).append(hit)
    return found
