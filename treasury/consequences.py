"""What follows in the transaction in which a debt changes: by an invoice, an allocation, or a receipt of its debtor."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from parties.models import Consortium, Person
from registry.consequences import SETTLEMENTS
from treasury import debts, dunning, ledger
from treasury.models import Invoice


def follow(
    consortium: Consortium, debtors: Iterable[int | None], *, by: Person | None, at: datetime, only_grew: bool = False
) -> None:
    """Bring duties to pay and held letters in line with what the debtors owe, and whatever higher apps rest on it.

    Debts that ``only_grew``, by new invoices, give nothing back.
    """
    found = set(debtors) - {None}
    if not found:
        return
    debts.follow(consortium, found, by=by, at=at)
    dunning.follow(found, by=by, at=at)
    for settle in () if only_grew else SETTLEMENTS.values():
        settle(consortium, found, by=by, at=at)


@transaction.atomic
def catch_up(consortium: Consortium, *, at: datetime) -> None:
    """Follow for everybody with an unpaid invoice: what was recorded before these rules held comes right by itself."""
    ledger.lock_all(consortium)
    debtors = Invoice.objects.unpaid().filter(consortium=consortium).values_list("debtor", flat=True)
    follow(consortium, debtors, by=None, at=at)
