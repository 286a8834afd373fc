"""Seats beyond a new tier's quota: who holds how many, what stands against a regrading, which seats end (E-07)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from charter import editions
from consortium.models import Seat, SeatChoice
from membership import grading
from membership.models import RegradingLine
from parties.models import Consortium


def held_by_class(consortium: Consortium, rules: Any, *, on: date) -> dict[tuple[int, str], int]:
    """Count the voting seats that still run on a day, by member and class of bodies."""
    counts = Counter((seat.member_id, seat_class) for seat, seat_class in _classed(_running(consortium, on), rules))
    return dict(counts)


def objections(consortium: Consortium, lines: Sequence[RegradingLine]) -> dict[int, list[str]]:
    """Name the members that would hold more seats than their new tier and have not chosen who stays (MEM-12)."""
    if not lines:
        return {}
    rules = editions.in_force(consortium, lines[0].regrading.effective_on)
    seats = seats_of(consortium, rules, [line.member_id for line in lines], on=lines[0].regrading.effective_on)
    chosen = choices(lines)
    found = {}
    for line in lines:
        sentences = _undecided(line, rules, seats[line.member_id], chosen[line.pk])
        if sentences:
            found[line.member_id] = sentences
    return found


def surplus(consortium: Consortium, lines: Sequence[RegradingLine], rules: Any, *, on: date) -> dict[int, list[Seat]]:
    """Give the seats that end when lines take effect: all of a class without a quota, else those not chosen."""
    seats = seats_of(consortium, rules, [line.member_id for line in lines], on=on)
    chosen = choices(lines)
    return {line.member_id: _ending(line, rules, seats[line.member_id], chosen[line.pk]) for line in lines}


def seats_of(
    consortium: Consortium, rules: Any, member_ids: Iterable[int], *, on: date
) -> defaultdict[int, dict[str, list[Seat]]]:
    """Give the seats of members that still run on a day, by member and class of bodies, in one query."""
    found: defaultdict[int, dict[str, list[Seat]]] = defaultdict(dict)
    running = _running(consortium, on).filter(member__in=list(member_ids)).select_related("person", "body")
    for seat, seat_class in _classed(running, rules):
        found[seat.member_id].setdefault(seat_class, []).append(seat)
    return found


def choices(lines: Iterable[RegradingLine]) -> defaultdict[int, set[int]]:
    """Give the seats that companies keep: line → seats."""
    chosen: defaultdict[int, set[int]] = defaultdict(set)
    kept = SeatChoice.objects.filter(line__in=[line.pk for line in lines])
    for line, seat in kept.values_list("line_id", "seat_id"):
        chosen[line].add(seat)
    return chosen


def _ending(line: RegradingLine, rules: Any, seats: dict[str, list[Seat]], stays: set[int]) -> list[Seat]:
    return [
        seat
        for each in grading.excess(line.new_tier, rules, [(key, len(held)) for key, held in seats.items()])
        for seat in seats[each.seat_class]
        if not each.must_choose or seat.pk not in stays
    ]


def _undecided(line: RegradingLine, rules: Any, seats: dict[str, list[Seat]], stays: set[int]) -> list[str]:
    sentences = []
    for each in grading.excess(line.new_tier, rules, [(key, len(held)) for key, held in seats.items()]):
        kept = [seat for seat in seats[each.seat_class] if seat.pk in stays]
        if each.must_choose and len(kept) != each.quota:
            sentences.append(
                _(
                    "Seat quota: %(member)s (%(tier)s) holds %(held)s of %(quota)s %(class)s seats (%(holders)s); "
                    "it chooses who stays."
                )
                % {
                    "member": line.member,
                    "tier": rules.tiers[line.new_tier].name,
                    "held": each.held,
                    "quota": each.quota,
                    "class": each.seat_class.upper(),
                    "holders": ", ".join(seat.person.name for seat in seats[each.seat_class]),
                }
            )
    return sentences


def _running(consortium: Consortium, day: date):
    return Seat.objects.filter(
        consortium=consortium,
        state=Seat.State.HELD,
        votes=True,
        member__isnull=False,
        body__level__gt=0,
        during__contains=day,
    ).order_by("during", "pk")


def _classed(seats, rules: Any) -> Iterable[tuple[Seat, str]]:
    """Pair each seat with its body's class; a body that the charter no longer names has none."""
    for seat in seats.select_related("body"):
        if seat.body.key in rules.bodies:
            yield seat, rules.bodies[seat.body.key].class_
