"""Members, their tiers and declarations, who speaks for them, and how they come and go."""

from membership.models.declarations import Declaration
from membership.models.members import Member, Tiering, same
from membership.models.people import Affiliation, Assistance, Mandate
from membership.models.prospects import Prospect
from membership.models.regradings import Regrading, RegradingLine
from membership.models.withdrawals import Withdrawal

__all__ = [
    "Affiliation",
    "Assistance",
    "Declaration",
    "Mandate",
    "Member",
    "Prospect",
    "Regrading",
    "RegradingLine",
    "Tiering",
    "Withdrawal",
    "same",
]
