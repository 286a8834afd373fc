"""What people call bodies, seats and motions, by number, in one query each."""

from collections.abc import Collection

from consortium.models import Body, Motion, Seat
from parties.models import Consortium


def of_bodies(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of bodies by number."""
    return dict(Body.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "name"))


def of_motions(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of motions by number."""
    return dict(Motion.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "title"))


def of_seats(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give "holder (body)" of seats by number."""
    rows = Seat.objects.filter(consortium=consortium, number__in=numbers)
    return {
        number: f"{person} ({body})"
        for number, person, body in rows.values_list("number", "person__name", "body__name")
    }
