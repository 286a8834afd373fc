"""Who may put a membership to the vote: admission and exclusion are motions; who opens them is theirs."""

from django.utils.translation import gettext as _

from membership.models import Member
from parties.permissions import Answer, either
from parties.viewer import Viewer


def can_propose_admission(viewer: Viewer) -> Answer:
    """The office, and whoever votes in the council."""
    return _proposes(viewer)


def can_propose_exclusion(viewer: Viewer, member: Member) -> Answer:
    """The office, and whoever votes in the council; the clock does for dues unpaid too long (E-08)."""
    return _proposes(viewer)


def _proposes(viewer: Viewer) -> Answer:
    council = any(seat.kind == "council" and seat.votes for seat in viewer.seats)
    return either(
        viewer.is_office or council, _("The office or a member of the council drafts such a motion."), "MEM-10"
    )
