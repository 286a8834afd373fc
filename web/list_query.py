"""What an address asks of a list: its choices, words and order, put to the database as one question that is kept."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from parties.models import Consortium
from parties.viewer import Viewer
from web.search_terms import TermQuery, Words, matching, split

COUNTED = 1000
"""Counting stops here: beyond it the page says "more than", and costs no more."""
Rows = Callable[..., QuerySet]
"""``(viewer, *given)``: what somebody may see of a list; it depends on nothing else."""
Choices = dict[str, list[tuple[str, Any]]]
"""For each filter what this reader may choose from, asked once per page."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What narrows and orders a list, but for the words that were typed."""

    listing: Any
    """Its ``Listing``."""
    rows: Rows
    given: tuple[Hashable, ...]
    chosen: tuple[tuple[str, str], ...]
    order: tuple[str, ...]

    def of(self, viewer: Viewer, looked_for: Words) -> QuerySet:
        """Write the whole list as a queryset."""
        rows = self.rows(viewer, *self.given)
        filters = {each.key: each for each in self.listing.filters}
        for key, value in self.chosen:
            rows = filters[key].applied(rows, value)
        return matching(rows, looked_for, *self.listing.search).order_by(*self.order)


def read_query(request, listing, rows: Rows, given: tuple[Hashable, ...], offered: Choices) -> ListQuery:
    """Read what the address asks for; ignore what is unknown."""
    chosen = tuple(
        (each.key, value)
        for each in listing.filters
        if (value := request.GET.get(each.key, "")) and value in dict(offered[each.key])
    )
    order = tuple(ordering(listing, request.GET.get("sort", "")))
    return ListQuery(listing, rows, given, chosen, order)


def search_words(request, listing) -> list[str]:
    """Return the words that were typed into a list's search."""
    return split(request.GET.get("q", "")) if listing.search else []


def ordering(listing, wanted: str) -> list[str]:
    """Turn ``-date`` into database order, always ending in the key so that pages never overlap."""
    down = wanted.startswith("-")
    column = next((c for c in listing.columns if c.key == wanted.lstrip("-") and c.order), None)
    if column is None:
        return [listing.order, "-pk" if listing.order.startswith("-") else "pk"]
    return [flipped(name) if down else name for name in (*column.order, "pk")]


def flipped(name: str) -> str:
    """Turn the direction of one order expression around."""
    return name[1:] if name.startswith("-") else f"-{name}"


def choices_for(filters: Iterable, viewer: Viewer) -> Choices:
    """List what this reader may choose from in each filter."""
    return {each.key: each.offered(viewer) for each in filters}


def _between(looked_for: Words, wanted: ListQuery, viewer: Viewer, first: int, end: int) -> QuerySet:
    return wanted.of(viewer, looked_for)[first:end]


def _counted(looked_for: Words, wanted: ListQuery, viewer: Viewer) -> QuerySet:
    rows = wanted.of(viewer, looked_for).order_by().values("pk")[: COUNTED + 1]
    count = Subquery(rows, output_field=IntegerField(), template="(SELECT COUNT(*) FROM (%(subquery)s) counted)")
    return Consortium.objects.filter(pk=viewer.consortium.pk).values_list(count, flat=True)


BETWEEN = TermQuery(_between)
"""The rows of a page."""
COUNT = TermQuery(_counted)
"""How many rows a list has, as far as they are counted."""
