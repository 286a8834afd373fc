"""Who may propose to change the charter: the office, and whoever sits in the body that amends it."""

from typing import Any

from django.utils.translation import gettext as _

from charter.models import Edition
from parties.permissions import Answer, either
from parties.viewer import Viewer

RULE = "amendment.decided_by"


def can_propose(viewer: Viewer, charter: Any) -> Answer:
    """Answer whether the viewer may write a draft that changes ``charter``, the one in force."""
    body = charter.amendment.decided_by
    sits = any(seat.body_key == body for seat in viewer.seats)
    name = charter.bodies[body].name
    return either(viewer.is_office or sits, _("The office and the %(body)s propose amendments.") % {"body": name}, RULE)


def can_drop(viewer: Viewer, edition: Edition) -> Answer:
    """Answer whether the viewer may give up a draft."""
    return either(viewer.is_office, _("The office gives up drafts of the charter."), RULE)
