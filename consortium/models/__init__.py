"""Bodies, seats, motions and meetings: how a consortium decides."""

from consortium.models.agendas import AgendaItem, Paper, PaperVersion
from consortium.models.bodies import Body
from consortium.models.meetings import Attendance, Invitation, Meeting, MeetingBody, Registration
from consortium.models.minutes import Correction, Minutes, MinutesVersion
from consortium.models.motions import Ballot, Item, Motion, Recusal, RollLine
from consortium.models.partners import Partner
from consortium.models.seats import Alternate, Nomination, Seat

__all__ = [
    "AgendaItem",
    "Alternate",
    "Attendance",
    "Ballot",
    "Body",
    "Correction",
    "Invitation",
    "Item",
    "Meeting",
    "MeetingBody",
    "Minutes",
    "MinutesVersion",
    "Motion",
    "Nomination",
    "Paper",
    "PaperVersion",
    "Partner",
    "Recusal",
    "Registration",
    "RollLine",
    "Seat",
]
