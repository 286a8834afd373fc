"""Bodies, seats, motions and meetings: how a consortium decides."""

from consortium.models.admissions import Admission, Exclusion, SeatChoice
from consortium.models.agendas import AgendaItem, Paper, PaperVersion
from consortium.models.ballots import Ballot, Recusal, RollLine
from consortium.models.bodies import Body
from consortium.models.introductions import Introduction
from consortium.models.meetings import Attendance, Invitation, Meeting, MeetingBody, Registration
from consortium.models.minutes import Correction, Minutes, MinutesResponse, MinutesVersion
from consortium.models.motions import Item, Motion, MotionPaper
from consortium.models.needs import Need, NeedLink
from consortium.models.partners import Partner
from consortium.models.room_votes import RoomVote, RoomVoter
from consortium.models.seats import Alternate, Nomination, Seat
from consortium.models.statements import Amendment, Statement

__all__ = [
    "Admission",
    "AgendaItem",
    "Alternate",
    "Amendment",
    "Attendance",
    "Ballot",
    "Body",
    "Correction",
    "Exclusion",
    "Introduction",
    "Invitation",
    "Item",
    "Meeting",
    "MeetingBody",
    "Minutes",
    "MinutesResponse",
    "MinutesVersion",
    "Motion",
    "MotionPaper",
    "Need",
    "NeedLink",
    "Nomination",
    "Paper",
    "PaperVersion",
    "Partner",
    "Recusal",
    "Registration",
    "RollLine",
    "RoomVote",
    "RoomVoter",
    "Seat",
    "SeatChoice",
    "Statement",
]
