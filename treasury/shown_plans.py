"""What somebody saw of a bank's file before posting it: a digest, so that nothing is booked that nobody was shown."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from parties.refusals import Refusal
from treasury import bank_plans
from treasury.bank.layouts import Layout
from treasury.bank_plans import LISTS, Decision, Plan
from treasury.models import BankFile


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as it is shown, and the digest that goes with it."""

    plan: Plan
    undecided: Plan
    """The plan without what was decided: its doubtful lines are asked about, answered or not."""
    digest: str


class OtherPlan(Refusal):
    """What would be booked now is not what was shown."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(
            _(
                "The plan has changed since you opened it: columns, invoices, or what a decision leads to. Look at it"
                " again, then post."
            )
        )
        self.shown = shown


def look(bank_file: BankFile, currency: str, *, today: date, decisions: Mapping[int, Decision] | None = None) -> Shown:
    """Work out what posting a file would do, as it is to be shown."""
    before = bank_plans.plan(bank_file, currency, today=today)
    planned = bank_plans.plan(bank_file, currency, today=today, decisions=decisions) if decisions else before
    return Shown(planned, before, _digest(Layout.of(bank_file.layout), before, planned))


def _digest(layout: Layout, before: Plan, planned: Plan) -> str:
    """Digest how a file is read, each line with what becomes of it, and each match that decisions lead to (SHA-256).

    That a line is left out, or is posted and waits, the decision says by itself: changing it changes nothing unseen.
    """
    told = {name: [_told(each) for each in getattr(before, name)] for name in LISTS}
    content = {"layout": asdict(layout), "lines": told, "matched": [_told(each) for each in planned.matched]}
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def _told(each: Any) -> list:
    """Tell of a line what it says, the payment that it is or may be, and what it settles."""
    row, payment, candidate = (getattr(each, name, None) for name in ("row", "payment", "candidate"))
    row = row or each
    shares = [[share.candidate.label, share.amount, share.left] for share in getattr(each, "shares", ())]
    line = [row.position, row.day, row.amount, row.payer, row.reference]
    return [*line, payment and payment.number, candidate and candidate.label, shares]
