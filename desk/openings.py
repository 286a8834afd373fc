"""What the reader could move although nobody waits for it by a day: nominations to settle."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium import appointments
from consortium.models import Nomination
from consortium.rules import MEMBER
from parties.kept import Kept
from parties.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Opening:
    """Something that the reader may do now, with where."""

    what: str
    address: str
    action: str


def _proposed(viewer: Viewer) -> QuerySet[Nomination]:
    rows = Nomination.objects.visible_to(viewer).filter(state=Nomination.State.PROPOSED)
    return rows.select_related("body").distinct()


PROPOSED = Kept(_proposed)


def of(viewer: Viewer, charter: Any) -> list[Opening]:
    """List what the reader could move; nothing, and no query, for who neither appoints nor verifies."""
    if viewer.is_office or any(seat.votes for seat in viewer.seats):
        return list(_to_settle(viewer, charter))
    return []


def _to_settle(viewer: Viewer, charter: Any) -> Iterator[Opening]:
    """Nominations that the office verifies, and those that a body of the reader's puts to the vote."""
    keys = Counter(appointments.appointing_key(charter, each) for each in PROPOSED.ask(viewer))
    address = reverse("nomination_list", args=[viewer.consortium.slug]) + "?state=proposed"
    voting = {seat.body_key for seat in viewer.seats if seat.votes}
    for key, count in keys.items():
        if key == MEMBER and viewer.is_office:
            what = ngettext("One nomination to verify", "%(count)d nominations to verify", count) % {"count": count}
            yield Opening(what, address, _("Verify"))
        elif key != MEMBER and (viewer.is_office or key in voting):
            what = ngettext(
                "One nomination to put before the %(body)s", "%(count)d nominations to put before the %(body)s", count
            ) % {"count": count, "body": charter.bodies[key].name}
            yield Opening(what, address, _("Put to the vote"))
