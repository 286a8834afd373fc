"""What committees, their motions and their meetings are to the rooms below."""

from django.utils.translation import gettext_lazy as _

from consortium import (
    admissions,
    amendments,
    announcements,
    audiences,
    cadences,
    debtors,
    enactments,
    excess,
    exclusions,
    invitations,
    nominations,
    statements,
    titles,
)
from consortium.motions import rolls
from registry.consequences import REGRADING_OBJECTIONS, SEATS_HELD, SETTLEMENTS
from registry.duties import ANNOUNCEMENTS, AUDIENCES, CADENCES, DEBTORS, DUTIES, ESCALATIONS, DutyKind
from registry.matters import MATTERS, Matter
from registry.seats import OPEN_VOTES, OPEN_WORK, PERSON_LEFT, SEAT_BEGAN, SEAT_CHANGED, SEAT_ENDED
from registry.subjects import SUBJECTS, SubjectKind

SUBJECTS.add("need", SubjectKind(_("Need of industry"), "needs/{number}/", titles.of_needs))
SUBJECTS.add("statement", SubjectKind(_("Statement"), "statements/{number}/", titles.of_statements))
SUBJECTS.add("body", SubjectKind(_("Body"), "bodies/{number}/", titles.of_bodies))
SUBJECTS.add("meeting", SubjectKind(_("Meeting"), "meetings/{number}/", titles.of_meetings))
SUBJECTS.add("minutes", SubjectKind(_("Minutes"), "minutes/{number}/", titles.of_minutes))
SUBJECTS.add("item", SubjectKind(_("Item of a motion"), "items/{number}/", titles.of_items))
SUBJECTS.add("motion", SubjectKind(_("Motion"), "motions/{number}/", titles.of_motions))
SUBJECTS.add("paper", SubjectKind(_("Paper"), "papers/{number}/", titles.of_papers))
SUBJECTS.add("nomination", SubjectKind(_("Nomination"), "nominations/{number}/", titles.of_nominations))
SUBJECTS.add("partner", SubjectKind(_("Partner"), "partners/{number}/", titles.of_partners))
SUBJECTS.add("seat", SubjectKind(_("Seat"), "seats/{number}/", titles.of_seats))

DUTIES.add("seats.choose", DutyKind(_("Choose who keeps a seat"), _("Choose"), "seats/", "nominator"))
DUTIES.add("enactment.retry", DutyKind(_("Retry or give up a blocked decision"), _("Look at it")))
DUTIES.add("invitation.reply", DutyKind(_("Reply to an invitation"), _("Reply")))
DUTIES.add("meeting.hold", DutyKind(_("Hold a meeting"), _("Plan it"), "plan/"))
DUTIES.add("minutes.approve", DutyKind(_("Approve minutes"), _("Approve"), "minutes/"))
DUTIES.add("minutes.write", DutyKind(_("Write minutes"), _("Write them"), "minutes/"))
DUTIES.add("seat.fill", DutyKind(_("Nominate for a vacant seat"), _("Nominate"), "nominate/", mandate="nominator"))
DUTIES.add("seat.renew", DutyKind(_("Nominate for the next term"), _("Nominate"), "nominate/", mandate="nominator"))
DUTIES.add("vote.cast", DutyKind(_("Cast your vote"), _("Vote"), "vote/", first=True))

CADENCES.add("meeting.hold", cadences.desired)
DEBTORS.add("body", debtors.of_bodies)
DEBTORS.add("seat", debtors.of_seats)
ESCALATIONS.add("bodies", debtors.above)
AUDIENCES.add("seats", audiences.seated)
ANNOUNCEMENTS.add("meeting.called", announcements.of)
ANNOUNCEMENTS.add("meeting.changed", announcements.of)
ANNOUNCEMENTS.add("meeting.cancelled", announcements.of)
ANNOUNCEMENTS.add("meeting.withdrawn", announcements.of)
ANNOUNCEMENTS.add("meeting.part_lost", announcements.of)
ANNOUNCEMENTS.add("meeting.part_gained", announcements.of)
ANNOUNCEMENTS.add("meeting.alternate", announcements.of)

MATTERS.add("admission", Matter(_("Admission"), admissions.enact))
MATTERS.add("amendment", Matter(_("Amendment of the charter"), amendments.enact))
MATTERS.add("appointment", Matter(_("Appointment"), nominations.enact, nominations.dismiss))
MATTERS.add("exclusion", Matter(_("Exclusion"), exclusions.enact))
MATTERS.add("resolution", Matter(_("Resolution"), enactments.resolution))
MATTERS.add("statement", Matter(_("Statement"), statements.enact))

SEAT_BEGAN.add("rolls", rolls.seat_began)
SEAT_ENDED.add("rolls", rolls.seat_ended)
SEAT_CHANGED.add("invitations", invitations.seat_changed)
PERSON_LEFT.add("invitations", invitations.refresh)
OPEN_WORK.add("motions", rolls.open_work)
OPEN_VOTES.add("motions", rolls.has_open_votes)

REGRADING_OBJECTIONS.add("seats", excess.objections)
SEATS_HELD.add("seats", excess.held_by_class)
SETTLEMENTS.add("exclusions", exclusions.lapse)
