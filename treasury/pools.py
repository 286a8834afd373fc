"""The branches' pools: shift research money between them by a decision, and enter what there was at the start."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from charter import editions
from journal import entries
from journal.entries import Fact
from journal.models import Entry
from parties.models import Consortium, Person
from parties.refusals import Invalid
from treasury import ledger, postings
from treasury.amounts import written
from treasury.ledger import Draft
from treasury.models import Account, Posting, Transaction
from treasury.postings import Place
from treasury.rounding import rounded


@transaction.atomic
def shift(
    consortium: Consortium,
    *,
    giver: str,
    taker: str,
    amount: Decimal,
    currency: str,
    reason: str,
    decision: Entry,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Transaction:
    """Shift research money from one branch's pool to another's, under a decision of the council (E-12).

    :raises Invalid: without a reason, for a pool that is none or the same twice, or over what the giver holds.
    """
    if not reason.strip():
        raise Invalid(_("Say why the money moves."), field="reason")
    branches = editions.in_force(consortium, consortium.day_of(at)).branches
    if taker not in branches or giver not in branches:
        raise Invalid(_("There are pools of: %(branches)s.") % {"branches": ", ".join(branches)}, field="taker")
    if giver == taker:
        raise Invalid(_("Choose two different pools."), field="taker")
    ledger.lock(consortium, currency)
    held = balance(consortium, Place(Account.Kind.POOL, giver), currency)
    if not 0 < amount <= held or amount != rounded(amount, currency):
        raise Invalid(_("The pool holds %(held)s; shift less or as much.") % {"held": written(held)}, field="amount")
    facts = {"giver": giver, "taker": taker, "amount": amount, "currency": currency}
    fact = Fact(decision.subject, "pool.shift", by, at, on_behalf_of, "E-12", facts, {"reason": reason})
    (entry,) = entries.record_many([fact])
    draft = Draft("pool_shifted", postings.pool_shifted(giver, taker, amount), entry, consortium.day_of(at), currency)
    return ledger.post(consortium, [draft], at=at)[0]


def balance(consortium: Consortium, place: Place, currency: str, until: date | None = None) -> Decimal:
    """Give what a fund holds: credit less debit."""
    rows = Posting.objects.filter(
        consortium=consortium,
        account__kind=place.kind,
        account__branch=place.branch,
        account__owner=place.owner_id,
        account__currency=currency,
    )
    if until:
        rows = rows.filter(transaction__happened_on__lte=until)
    return -(rows.aggregate(total=Sum("amount"))["total"] or Decimal(0))
