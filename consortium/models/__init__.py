"""Bodies, seats, motions and meetings: how a consortium decides."""

from consortium.models.bodies import Body
from consortium.models.motions import Ballot, Item, Motion, Recusal, RollLine
from consortium.models.seats import Alternate, Nomination, Seat

__all__ = [
    "Alternate",
    "Ballot",
    "Body",
    "Item",
    "Motion",
    "Nomination",
    "Recusal",
    "RollLine",
    "Seat",
]
