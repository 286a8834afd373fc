"""What people call bodies, seats, motions, meetings and papers, by number, in one query each."""

from collections.abc import Collection

from consortium.models import (
    Body,
    Item,
    Meeting,
    Minutes,
    Motion,
    Need,
    Nomination,
    Paper,
    Partner,
    Seat,
    Statement,
)
from parties.models import Consortium


def of_bodies(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of bodies by number."""
    return dict(Body.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "name"))


def of_meetings(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of meetings by number."""
    return dict(Meeting.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "title"))


def of_minutes(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of the meetings behind minutes, by the number of the minutes."""
    rows = Minutes.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "meeting__title"))


def of_papers(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of papers by number."""
    return dict(Paper.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "title"))


def of_motions(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of motions by number."""
    return dict(Motion.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "title"))


def of_items(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of motions' items by number."""
    return dict(Item.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "title"))


def of_seats(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give "holder (body)" of seats by number."""
    rows = Seat.objects.filter(consortium=consortium, number__in=numbers)
    return {
        number: f"{person} ({body})"
        for number, person, body in rows.values_list("number", "person__name", "body__name")
    }


def of_needs(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of industry's needs by number."""
    return dict(Need.objects.filter(consortium=consortium, number__in=numbers).values_list("number", "title"))


def of_statements(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give kind and version of statements by number."""
    rows = Statement.objects.filter(consortium=consortium, number__in=numbers).only("number", "kind", "version")
    return {row.number: str(row) for row in rows}


def of_nominations(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give "person → body" of nominations by number."""
    rows = Nomination.objects.filter(consortium=consortium, number__in=numbers)
    return {
        number: f"{person} → {body}"
        for number, person, body in rows.values_list("number", "person__name", "body__name")
    }


def of_partners(consortium: Consortium, numbers: Collection[int]) -> dict[int, str]:
    """Give the names of partners by number."""
    rows = Partner.objects.filter(consortium=consortium, number__in=numbers)
    return dict(rows.values_list("number", "organisation__name"))
