"""Who may call and run meetings, answer for whom, and send people to reviews. When is the verbs' question."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from charter import editions
from consortium.models import AgendaItem, Body, Invitation, Meeting, Minutes, Paper, Registration
from parties.models import Person
from parties.permissions import YES, Answer, either, no
from parties.viewer import Viewer


def can_plan(viewer: Viewer, bodies: Iterable[Body]) -> Answer:
    """The office, and the chair of a body that meets."""
    return _runs(viewer, [body.pk for body in bodies])


def can_run(viewer: Viewer, meeting: Meeting) -> Answer:
    """Change, call, hold, minute and cancel: the office, and the chair of a body that meets."""
    return _runs(viewer, _bodies_of(meeting))


def can_arrange(viewer: Viewer, item: AgendaItem) -> Answer:
    """Change, move, drop and take notes on a point: whoever runs the meeting."""
    return _runs(viewer, _bodies_of(item.meeting))


def can_write(viewer: Viewer, minutes: Minutes) -> Answer:
    """Write, circulate, approve and correct minutes: whoever runs the meeting."""
    return _runs(viewer, _bodies_of(minutes.meeting))


def can_respond(viewer: Viewer, minutes: Minutes) -> Answer:
    """Approve minutes or object: whoever holds a seat with a vote in a body that met, or is its alternate."""
    return either(
        seats_in(viewer, minutes.meeting),
        _("Members of the body that met approve its minutes, or object to them."),
        "E-67",
    )


def seats_in(viewer: Viewer, meeting: Meeting) -> list[int]:
    """The viewer's own seats with a vote in the bodies that meet, or else those in which they are the alternate."""
    there = [seat for seat in viewer.seats if seat.votes and seat.body_id in _bodies_of(meeting)]
    own = [seat.id for seat in there if not seat.is_alternate]
    return own or [seat.id for seat in there]


def can_reply(viewer: Viewer, invitation: Invitation) -> Answer:
    """The invited person, whoever assists them, and the office where a reply came by telephone."""
    mine = viewer.person and (invitation.person_id == viewer.person.pk or invitation.person_id in viewer.assists)
    return either(mine or viewer.is_office, _("The invited person replies, or somebody who assists them."))


def can_add_paper(viewer: Viewer, meeting: Meeting) -> Answer:
    """Whoever sits in a body that meets, whoever is invited, and the office."""
    sits = viewer.is_office or any(viewer.sits_in(body) for body in _bodies_of(meeting))
    return either(
        sits or (viewer.person and meeting.invitations.standing_now().filter(person=viewer.person).exists()),
        _("Members of the body that meets add papers, and the office."),
    )


def can_change_paper(viewer: Viewer, paper: Paper) -> Answer:
    """Its owner and the office."""
    return either(
        viewer.is_office or (viewer.person and paper.owner_id == viewer.person.pk),
        _("The one who added the paper changes it, or the office."),
    )


def can_register(viewer: Viewer, meeting: Meeting, person: Person | None = None) -> Answer:
    """Whoever belongs to a member company whose tier the meeting is open to (MEM-16); the office for anyone."""
    if not meeting.is_review:
        return no(_("This meeting is by invitation; companies register people for review meetings."), "MEM-16")
    if viewer.is_office:
        return YES
    caps = editions.in_force(viewer.consortium, meeting.day).meetings.review_attendance
    open_to = [company for company in viewer.companies if caps.get(company.tier, 0)]
    return either(open_to, _("This meeting is not open to companies of your tier."), "MEM-16")


def can_unregister(viewer: Viewer, registration: Registration) -> Answer:
    """Whoever belongs to the company that registered the place, and the office."""
    mine = any(company.member_id == registration.member_id for company in viewer.companies)
    return either(mine or viewer.is_office, _("The company that registered the place gives it back."), "MEM-16")


def _bodies_of(meeting: Meeting) -> list[int]:
    return [table.body_id for table in meeting.tables.all()]


def _runs(viewer: Viewer, bodies: list[int]) -> Answer:
    leads = any(seat.body_id in bodies and seat.post in ("chair", "lead") for seat in viewer.seats)
    return either(viewer.is_office or leads, _("The chair of the body runs its meetings, and the office."))
