"""Every list of the product: filtered, sorted, paged, exported, with its state in the address.

Declare a ``Listing`` once beside the view, hand ``list_page`` the queryset that ``visible_to`` returned.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from desk.cells import shown
from desk.exports import exported
from parties import numbers

PAGE = 50
COUNTED = 1000
"""Counting stops here: beyond it the page says "more than", and costs no more."""
DEEPEST = 200
MOST_WORDS = 12
"""Each word looked for is compared with every field of every row."""
Offers = dict[str, list[tuple[str, Any]]]
"""For each filter what this reader may choose from, asked once per page."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``value`` is an attribute path or a function of the row; ``show`` makes markup of it."""

    key: str
    label: Promise | str
    value: str | Callable[[Any], Any]
    show: Callable[[Any], SafeString] | None = None
    sort: str | tuple[str, ...] = ()
    numeric: bool = False

    def raw(self, row: Any) -> Any:
        """Return the value that is exported."""
        return attrgetter(self.value)(row) if isinstance(self.value, str) else self.value(row)

    def cell(self, row: Any) -> SafeString:
        """Return the markup that stands in the list."""
        return self.show(row) if self.show else shown(self.raw(row))

    @property
    def order(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else self.sort


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above the list. ``narrow`` takes the queryset and the chosen value.

    Without ``narrow`` the value is compared with the field called ``key``.
    """

    key: str
    label: Promise | str
    choices: Iterable[tuple[str, Any]] | Callable[[Any], Iterable[tuple[str, Any]]]
    narrow: Callable[[QuerySet, str], QuerySet] | None = None

    def offered(self, request) -> list[tuple[str, Any]]:
        """List what this reader may choose from."""
        choices = self.choices(request.viewer) if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in choices]

    def applied(self, rows: QuerySet, value: str) -> QuerySet:
        return self.narrow(rows, value) if self.narrow else rows.filter(**{self.key: value})


@dataclass(frozen=True, slots=True)
class Bulk:
    """A button that acts on the ticked rows: they are posted to ``address`` as ``chosen``."""

    label: Promise | str
    address: str
    icon: str = "check"


@dataclass(frozen=True, slots=True)
class Listing:
    """The declaration of one list. ``search`` names the fields that the search box looks into."""

    key: str
    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] = ()
    prepare: Callable[[list], None] | None = None
    """Looks up, for all fetched rows at once, what their cells show; sets it on the rows."""
    nothing: Promise | str = ""
    """What an empty list says: what would stand here, and how it comes to be."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the template writes it: the ready cells and, for ticking, the key."""

    key: Any
    cells: SafeString
    """All cells in one piece: a list has hundreds, and a template takes its time over each."""


@dataclass(slots=True)
class Shown:
    """One page of a list, ready for ``components/list.html``."""

    listing: Listing
    rows: list[Row]
    heads: list[dict]
    filters: list[dict]
    query: str
    page: int
    total: int
    first: int
    is_narrowed: bool
    older: str = ""
    newer: str = ""
    exports: dict[str, str] = field(default_factory=dict)
    bulk: tuple[Bulk, ...] = ()

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_more_than_counted(self) -> bool:
        return self.total > COUNTED


def list_page(request, listing: Listing, rows: QuerySet, template: str, *, bulk=(), **context):
    """Answer with the page of a list, its rows alone for htmx, or its export as CSV or XLSX."""
    offered = {each.key: each.offered(request) for each in listing.filters}
    kept = narrowed(request, listing, rows, offered)
    if request.GET.get("export") in ("csv", "xlsx"):
        return exported(listing, kept, request.GET["export"])
    context["list"] = page_of(request, listing, kept, offered, bulk)
    if request.htmx and request.htmx.target == f"rows-{listing.key}":
        template = "components/list_rows.html"
    return render(request, template, context)


def narrowed(request, listing: Listing, rows: QuerySet, offered: Offers) -> QuerySet:
    """Apply the filters, the search and the order that the address asks for; ignore what is unknown."""
    for chosen in listing.filters:
        value = request.GET.get(chosen.key, "")
        if value and value in dict(offered[chosen.key]):
            rows = chosen.applied(rows, value)
    for word in words(request.GET.get("q", "")) if listing.search else ():
        rows = rows.filter(_any(listing.search, word))
    return rows.order_by(*ordering(listing, request.GET.get("sort", "")))


def words(text: str) -> list[str]:
    """Split what was typed into its first words; a zero byte, which PostgreSQL refuses, is nothing that anybody
    looks for.
    """
    return text.replace("\0", "").split(maxsplit=MOST_WORDS)[:MOST_WORDS]


def ordering(listing: Listing, asked: str) -> list[str]:
    """Turn ``-date`` into database order, always ending in the key so that pages never overlap."""
    down = asked.startswith("-")
    column = next((c for c in listing.columns if c.key == asked.lstrip("-") and c.order), None)
    if column is None:
        return [listing.order, "-pk" if listing.order.startswith("-") else "pk"]
    return [flipped(name) if down else name for name in (*column.order, "pk")]


def flipped(name: str) -> str:
    """Turn the direction of one order expression around."""
    return name[1:] if name.startswith("-") else f"-{name}"


def page_of(request, listing: Listing, rows: QuerySet, offered: Offers, bulk: Iterable[Bulk] = ()) -> Shown:
    """Fetch one page: one bounded count and one statement for the rows."""
    page = page_number(request)
    start = (page - 1) * PAGE
    fetched = list(rows[start : start + PAGE + 1])
    if listing.prepare:
        listing.prepare(fetched)
    total = start + len(fetched) if page == 1 and len(fetched) <= PAGE else rows[: COUNTED + 1].count()
    return Shown(
        listing=listing,
        rows=lines(listing, fetched[:PAGE]),
        heads=heads(request, listing),
        filters=choices(request, listing, offered),
        query=request.GET.get("q", ""),
        page=page,
        total=total,
        first=start + 1,
        is_narrowed=any(request.GET.get(key) for key in ["q", *(f.key for f in listing.filters)]),
        older=address(request, page=page + 1) if len(fetched) > PAGE and page < DEEPEST else "",
        newer=address(request, page=page - 1 if page > 2 else "") if page > 1 else "",
        exports={kind: address(request, export=kind, page="") for kind in ("csv", "xlsx")},
        bulk=tuple(bulk),
    )


def lines(listing: Listing, fetched: list) -> list[Row]:
    """Compute the rows. Opening tags, which repeat the label for phones, are made once per column."""
    openings = [
        format_html('<td{} data-label="{}">', mark_safe(' class="num"') if column.numeric else "", column.label)
        for column in listing.columns
    ]
    columns = list(zip(openings, listing.columns, strict=True))
    return [
        Row(row.pk, SafeString("".join([cell(opening, column, row) for opening, column in columns]))) for row in fetched
    ]


def cell(opening: SafeString, column: Column, row: Any) -> str:
    """Write one cell; what a column shows is escaped unless it is markup already."""
    return f"{opening}{conditional_escape(column.cell(row))}</td>"


def heads(request, listing: Listing) -> list[dict]:
    """Describe the column heads: label, where a click leads, and how the list is sorted now."""
    asked = request.GET.get("sort", "")
    return [
        {
            "label": column.label,
            "numeric": column.numeric,
            "address": address(request, sort=column.key if asked != column.key else f"-{column.key}", page="")
            if column.order
            else "",
            "sorted": {column.key: "ascending", f"-{column.key}": "descending"}.get(asked, ""),
        }
        for column in listing.columns
    ]


def choices(request, listing: Listing, offered: Offers) -> list[dict]:
    """Describe the filters with what is chosen now."""
    return [
        {"key": f.key, "label": f.label, "choices": offered[f.key], "chosen": request.GET.get(f.key, "")}
        for f in listing.filters
    ]


def address(request, **changed: Any) -> str:
    """Return this page's address with some parameters changed; an empty one is left out."""
    parameters = {key: value for key, value in {**request.GET.dict(), **changed}.items() if value}
    return f"{request.path}?{urlencode(parameters)}" if parameters else request.path


def page_number(request) -> int:
    """Read the page from the address, forgiving nonsense."""
    return min(max(numbers.one(request.GET.get("page", "1")) or 1, 1), DEEPEST)


def _any(fields: tuple[str, ...], word: str) -> Q:
    """Match a word in any of the fields."""
    matching = Q()
    for name in fields:
        matching |= Q(**{f"{name}__icontains": word})
    return matching
