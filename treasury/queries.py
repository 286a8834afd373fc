"""Reading the treasury: what is overdue, a member's statement, ageing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parties.models import Consortium
from treasury.models import Invoice

AGES = (0, 30, 60, 90)
"""First days past due of each class of age; what is not due yet stands before them."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """An invoice that is past its due day, with the two counts that rules ask for."""

    debtor_id: int
    """Subject of the member."""
    invoice: Invoice
    days_since_issue: int
    """What the charter's consequences count from (E-08)."""
    days_past_due: int


def overdue(consortium: Consortium, day: date) -> list[Overdue]:
    """List the invoices past due on a day, the oldest first, in one query."""
    rows = (
        Invoice.objects.overdue(day)
        .filter(consortium=consortium)
        .select_related("subject", "debtor", "organisation", "consortium")
        .order_by("due_on", "pk")
    )
    return [Overdue(row.debtor_id, row, (day - row.issued_on).days, (day - row.due_on).days) for row in rows]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement of account. ``amount`` raises what is owed, a payment lowers it."""

    day: date
    kind: str
    label: str
    address: str
    amount: Decimal
    balance: Decimal = Decimal(0)
