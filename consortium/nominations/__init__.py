"""Nominations: a company proposes, the body above decides, the enactment seats (EC-08, SC-08, E-15, E-18)."""

from consortium.nominations.decisions import confirm, decline, dismiss, enact, put_to_vote
from consortium.nominations.proposals import check, propose, propose_chair, propose_officer, withdraw

__all__ = [
    "check",
    "confirm",
    "decline",
    "dismiss",
    "enact",
    "propose",
    "propose_chair",
    "propose_officer",
    "put_to_vote",
    "withdraw",
]
