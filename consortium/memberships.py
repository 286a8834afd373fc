"""What follows from memberships above them: seats end with a tier or a membership, exclusion goes to the vote.

`follow` runs every day. It may run twice, late, or after months of silence.
"""

from datetime import datetime

from django.db import transaction

from charter import editions
from consortium import excess, exclusions, seats
from consortium.models import Seat
from membership import regradings, standing, withdrawals
from membership.models import Member, Regrading
from parties.models import Consortium, Person


def follow(consortium: Consortium, *, at: datetime) -> None:
    """Bring standing, departures, regradings and exclusions to where the day asks for them."""
    complete_departures(consortium, at=at)
    take_regradings_into_effect(consortium, at=at)
    standing.follow(consortium, at=at)
    exclusions.propose_due(consortium, at=at)


@transaction.atomic
def complete_departures(consortium: Consortium, *, at: datetime) -> list[Member]:
    """Let members whose day has come leave, and end their seats (E-10)."""
    left = withdrawals.complete_due(consortium, at=at)
    if left:
        seats.end_of(left, by=None, at=at)
    return left


def take_regradings_into_effect(consortium: Consortium, *, at: datetime) -> None:
    """Put the regradings whose day has come into effect, line by line where nothing stands against it."""
    due = Regrading.objects.filter(
        consortium=consortium, state=Regrading.State.ANNOUNCED, effective_on__lte=consortium.day_of(at)
    )
    for regrading in due.select_related("subject", "consortium").order_by("effective_on"):
        regrade(regrading, by=None, at=at)


@transaction.atomic
def regrade(regrading: Regrading, *, by: Person | None, at: datetime) -> list[Member]:
    """Put a regrading into effect and end the seats that the new tiers do not hold (E-07).

    :raises Refusal: before its day.
    """
    rules = editions.in_force(regrading.consortium, regrading.effective_on)
    lines = list(regrading.lines.waiting())
    ending = excess.surplus(regrading.consortium, lines, rules, on=regrading.effective_on)
    regraded = regradings.take_effect(regrading, by=by, at=at)
    for member in regraded:
        for seat in ending.get(member.pk, ()):
            seats.end(seat, reason=Seat.Ending.TIER, by=by, at=at)
    return regraded
