"""A company in a lower tier chooses who keeps its seats (E-07)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import excess
from consortium.models import Seat, SeatChoice
from duties import duties
from duties.models import Duty
from journal import entries
from journal.models import Entry
from membership import grading, regradings
from membership.grading import Excess
from membership.models import RegradingLine
from parties.models import Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def choose(
    line: RegradingLine,
    *,
    stays: Collection[int],
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Entry:
    """Name the seats (by number) that a company keeps in its new tier; it may choose again until the day.

    A choice after the effective day lets the new tier take effect at once, and the other seats end.

    :raises Invalid: where the choice does not fill the quota exactly, or names another company's seat.
    :raises Refusal: where the new tier is in effect.
    """
    entries.lock(line.member)
    line.refresh_from_db()
    if line.taken_effect_on:
        raise Refusal(_("The new tier of %(member)s is in effect; its seats have ended.") % {"member": line.member})
    kept = _checked(line, set(stays))
    SeatChoice.objects.filter(line=line).delete()
    SeatChoice.objects.bulk_create(SeatChoice(consortium_id=line.consortium_id, line=line, seat=seat) for seat in kept)
    entry = entries.record(
        line.member,
        "seats.choose",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="E-07",
        seats=sorted(seat.number for seat in kept),
    )
    owed = Duty.objects.open().filter(debtor=line.member.subject_id, kind=regradings.CHOOSE)
    duties.discharge(owed, line.member.subject, by=by, at=at, entry=entry)
    return entry


def options(line: RegradingLine) -> list[tuple[Excess, list[Seat]]]:
    """Give each class of seats that is too many for the new tier, with the seats in it."""
    on = line.regrading.effective_on
    rules = editions.in_force(line.consortium, on)
    seats = excess.seats_of(line.consortium, rules, [line.member_id], on=on)[line.member_id]
    over = grading.excess(line.new_tier, rules, [(key, len(held)) for key, held in seats.items()])
    return [(each, seats[each.seat_class]) for each in over]


def _checked(line: RegradingLine, stays: set[int]) -> list[Seat]:
    """Check that each class with too many seats keeps exactly its quota."""
    over = [(each, seats) for each, seats in options(line) if each.must_choose]
    if not over:
        raise Refusal(_("%(member)s has nothing to choose.") % {"member": line.member})
    kept = []
    for each, seats in over:
        own = [seat for seat in seats if seat.number in stays]
        if len(own) != each.quota:
            raise Invalid(
                _("Choose %(quota)s of %(held)s %(class)s seats.")
                % {"quota": each.quota, "held": each.held, "class": each.seat_class.upper()},
                field="stays",
                rule="E-07",
            )
        kept += own
    unknown = stays - {seat.number for seat in kept}
    if unknown:
        raise Invalid(
            _("Seat %(numbers)s is not among those to choose from.")
            % {"numbers": ", ".join(map(str, sorted(unknown)))},
            field="stays",
        )
    return kept
