"""What follows in the transaction in which invoices are settled, given up, cancelled or open again."""

from collections.abc import Sequence
from datetime import datetime

from config import tables
from config.tables import resolve
from parties.models import Person
from treasury import dunning
from treasury.models import Invoice


def follow(invoices: Sequence[Invoice], *, by: Person | None, at: datetime) -> None:
    """Bring reminders in line, and whatever higher apps rest on a member's dues."""
    dunning.follow(invoices, by=by, at=at)
    if invoices:
        debtors = {invoice.debtor_id for invoice in invoices}
        for name in tables.SETTLEMENTS:
            resolve(name)(invoices[0].consortium, debtors, by=by, at=at)
