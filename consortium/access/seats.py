"""Who may give up, recall and deputise seats. When is the verbs' question."""

from django.utils.translation import gettext as _

from consortium import groups
from consortium.models import Seat
from membership.models import Mandate
from parties.permissions import Answer, either
from parties.viewer import Viewer


def can_end(viewer: Viewer, seat: Seat) -> Answer:
    """The holder, who resigns; the company, which recalls; in a working group its committee and lead."""
    if is_holder(viewer, seat) or is_company(viewer, seat):
        return either(True, "")
    if seat.body.is_group:
        return _runs_group(viewer, seat)
    return either(False, _("The holder resigns, or whoever nominates for the company recalls."), "E-18")


def can_name_alternate(viewer: Viewer, seat: Seat) -> Answer:
    """Whoever holds the company's mandate to nominate."""
    return either(
        is_company(viewer, seat),
        _("Whoever nominates for %(company)s names the alternate.") % {"company": seat.organisation},
        "E-15",
    )


def can_end_alternate(viewer: Viewer, seat: Seat) -> Answer:
    """As naming one."""
    return can_name_alternate(viewer, seat)


def sees_reason(viewer: Viewer, seat: Seat) -> bool:
    """Whether the viewer reads why a seat was given up: its holder, the company, the body's chair and the office."""
    own = is_holder(viewer, seat) or seat.organisation_id in viewer.organisations
    return own or viewer.chairs(seat.body_id) or viewer.is_office


def ending(viewer: Viewer, seat: Seat) -> str:
    """The way in which the viewer would end the seat: resign, recall, or take out of a group."""
    if is_holder(viewer, seat):
        return Seat.Ending.RESIGNED
    return Seat.Ending.REMOVED if seat.body.is_group else Seat.Ending.RECALLED


def is_holder(viewer: Viewer, seat: Seat) -> bool:
    return viewer.person is not None and viewer.person.pk == seat.person_id


def is_company(viewer: Viewer, seat: Seat) -> bool:
    return seat.member_id is not None and viewer.mandated(Mandate.Kind.NOMINATOR, seat.organisation_id)


def _runs_group(viewer: Viewer, seat: Seat) -> Answer:
    committee = groups.committee_of(seat.body)
    leads = any(held.body_id == seat.body_id and held.post == "lead" for held in viewer.seats)
    return either(
        leads or viewer.sits_in(committee.pk, voting=True),
        _("The lead and members of the %(body)s decide who belongs.") % {"body": committee},
        "WG-01",
    )
