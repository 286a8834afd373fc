"""Who may nominate, verify and appoint (EC-08, SC-08, E-15, E-18). When is the verbs' question."""

from django.utils.translation import gettext as _

from charter import editions
from consortium import appointments
from consortium.models import Body, Nomination
from consortium.rules import MEMBER
from membership.models import Mandate, Member
from parties.permissions import Answer, either, no
from parties.viewer import Viewer


def can_propose(viewer: Viewer, member: Member) -> Answer:
    """Whoever holds the company's mandate to nominate (E-15)."""
    return either(
        viewer.mandated(Mandate.Kind.NOMINATOR, member.organisation_id),
        _("Whoever nominates for %(company)s proposes its people.") % {"company": member},
        "E-15",
    )


def can_withdraw(viewer: Viewer, nomination: Nomination) -> Answer:
    """Whoever proposed it, as long as they could propose it still; for a company, whoever nominates for it."""
    if nomination.member_id and not nomination.post:
        return can_propose(viewer, nomination.member)
    if viewer.person is None or viewer.person.pk != nomination.nominated_by_id:
        return no(_("Whoever proposed it withdraws it."))
    if nomination.body.is_office:
        return can_propose_officer(viewer, nomination.body)
    return can_propose_chair(viewer, nomination.body)


def can_confirm(viewer: Viewer, nomination: Nomination) -> Answer:
    """The office, where the company itself names its person; elsewhere nobody: it takes a motion (EC-08, SC-08)."""
    charter = editions.of(viewer)
    key = appointments.appointing_key(charter, nomination)
    if key != MEMBER:
        return no(
            _("Members of the %(body)s are appointed by the %(appointing)s, by motion; nobody else can.")
            % {"body": nomination.body, "appointing": charter.bodies[key].name},
            "EC-08, SC-08",
        )
    return either(viewer.is_office, _("The office verifies tier and title, and seats."), "E-18")


def can_decline(viewer: Viewer, nomination: Nomination) -> Answer:
    """The office, where it verifies; elsewhere the appointing body votes."""
    return can_confirm(viewer, nomination)


def can_put_to_vote(viewer: Viewer, body: Body) -> Answer:
    """Whoever votes in the body, and the office, which prepares and does not vote."""
    return either(
        viewer.sits_in(body.pk, voting=True) or viewer.is_office,
        _("Members of the %(body)s put nominations before it.") % {"body": body},
        "EC-08, SC-08",
    )


def can_propose_officer(viewer: Viewer, office: Body) -> Answer:
    """The secretary, and whoever votes in the body that appoints the office (GOV-06)."""
    charter = editions.of(viewer)
    key = charter.bodies[office.key].appointed_by
    appoints = any(seat.votes and seat.body_key == key for seat in viewer.seats)
    return either(
        appoints or "secretary" in viewer.office,
        _("The secretary, or a member of the body that appoints the office."),
        "GOV-06",
    )


def can_propose_chair(viewer: Viewer, body: Body) -> Answer:
    """Whoever votes in the body (E-74)."""
    return either(
        viewer.sits_in(body.pk, voting=True), _("Members of the %(body)s choose its chair.") % {"body": body}, "E-74"
    )
