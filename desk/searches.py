"""Where the search looks, heading by heading."""

from collections.abc import Callable

from charter import queries as charter
from consortium import searches as committees
from consortium.motions import queries as motions
from membership import queries as membership
from treasury import queries as treasury

SEARCHES: tuple[tuple[str, Callable], ...] = (
    ("People", committees.people),
    ("Bodies", committees.bodies),
    ("Members", membership.search),
    ("Motions", motions.search),
    ("Meetings", committees.meetings),
    ("Papers", committees.papers),
    ("Invoices", treasury.search),
    ("Rules", charter.search),
)
"""Heading and ``(viewer, text, limit) -> list[Hit]``; each reads through ``visible_to``."""
