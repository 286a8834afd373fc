"""What the reader could move although nobody waits for it by a day: motions to open, nominations to settle."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium import appointments
from consortium.models import Motion, Nomination
from consortium.rules import MEMBER
from parties.viewer import Viewer
from web.compiled import compiled


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that the reader may do now, with where."""

    what: str
    address: str
    action: str


@compiled
def _proposed(viewer: Viewer) -> QuerySet[Nomination]:
    rows = Nomination.objects.visible_to(viewer).filter(state=Nomination.State.PROPOSED)
    return rows.select_related("body").distinct()


@compiled
def _submitted(viewer: Viewer) -> QuerySet[Motion]:
    rows = Motion.objects.visible_to(viewer).filter(state=Motion.State.DRAFT, submitted_at__isnull=False)
    if not viewer.is_office:
        rows = rows.filter(body__in=[seat.body_id for seat in viewer.seats if seat.votes])
    return rows.only("number", "title", "submitted_at").order_by("submitted_at")


def of(viewer: Viewer, charter: Any) -> list[Opening]:
    """List what the reader could move; nothing, and no query, for who neither appoints nor verifies."""
    return [*_to_open(viewer), *_to_settle(viewer, charter)] if _may_move(viewer) else []


def _may_move(viewer: Viewer) -> bool:
    return viewer.is_office or any(seat.votes for seat in viewer.seats)


def _to_open(viewer: Viewer) -> Iterator[Opening]:
    """Motions that were put before a body of the reader's, and wait to be put to the vote."""
    for motion in _submitted.rows(viewer):
        what = _("Waits to be put to the vote: %(title)s") % {"title": motion.title}
        yield Opening(what, reverse("motion_detail", args=[viewer.consortium.slug, motion.number]), _("Open"))


def _to_settle(viewer: Viewer, charter: Any) -> Iterator[Opening]:
    """Nominations that the office verifies, and those that a body of the reader's puts to the vote."""
    keys = Counter(appointments.appointing_key(charter, each) for each in _proposed.rows(viewer))
    address = reverse("nomination_list", args=[viewer.consortium.slug]) + "?state=proposed"
    voting = {seat.body_key for seat in viewer.seats if seat.votes}
    for key, count in keys.items():
        if key == MEMBER and viewer.is_office:
            what = ngettext("One nomination to verify", "%(count)d nominations to verify", count) % {"count": count}
            yield Opening(what, address, _("Verify"))
        elif key != MEMBER and (viewer.is_office or key in voting):
            what = ngettext(
                "%(count)d nomination to put before the %(body)s",
                "%(count)d nominations to put before the %(body)s",
                count,
            ) % {"count": count, "body": charter.bodies[key].name}
            yield Opening(what, address, _("Put to the vote"))
