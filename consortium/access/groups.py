"""Who may set up, run and close working groups (WG-01, E-57). When is the verbs' question."""

from django.utils.translation import gettext as _

from consortium import groups
from consortium.models import Body
from parties.permissions import Answer, either
from parties.viewer import Viewer


def can_set_up(viewer: Viewer, parent: Body) -> Answer:
    """Members of the technical committee below which the group is to stand; nobody else, the office neither."""
    committee = groups.committee_of(parent)
    is_committee = committee.kind == Body.Kind.TECHNICAL and viewer.sits_in(committee.pk, voting=True)
    return either(is_committee, _("Members of a technical committee set up its working groups."), "WG-01")


def can_close(viewer: Viewer, group: Body) -> Answer:
    """As setting it up."""
    return can_set_up(viewer, group)


def can_hand_over(viewer: Viewer, group: Body) -> Answer:
    """As setting it up."""
    return can_set_up(viewer, group)


def can_add(viewer: Viewer, group: Body) -> Answer:
    """The lead of the group or of the group above, and members of its committee (WG-02, WG-10)."""
    led = {seat.body_id for seat in viewer.seats if seat.post == "lead"}
    if led & {group.pk, group.parent_id}:
        return either(True, "")
    return can_set_up(viewer, group)
