"""What the treasury reads from a charter, in one value."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which dues are invoiced and shared under one edition of a charter."""

    currency: str
    are_dues_charged: bool
    due_days: int
    host: str
    paid_to: str
    """The account to pay to, line by line; empty where the charter names none."""
    project_share: Decimal | None
    """Share for projects; None where the charter names no pools."""
    by_branch: bool

    def pool_branch(self, branch: str) -> str:
        """Name the pool that a branch's dues flow into (E-12)."""
        return branch if self.by_branch else ""


def terms_of(charter: Any) -> Terms:
    """Read the terms from a charter."""
    pools = charter.pools
    return Terms(
        currency=charter.identity.currency,
        are_dues_charged=charter.dues.are_charged,
        due_days=charter.dues.due_days or 0,
        host=charter.identity.host or charter.identity.name,
        paid_to=charter.dues.paid_to,
        project_share=pools.project_share if pools else None,
        by_branch=bool(pools and pools.split == "by_branch_collected"),
    )
