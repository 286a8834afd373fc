"""Every list of the product: filtered, sorted, paged, exported, with its state in the address.

Declare a ``Listing`` once beside the view, hand ``list_page`` the function that answers with what a viewer may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from parties.viewer import Viewer
from web import parse
from web.exports import exported
from web.list_query import BETWEEN, COUNT, COUNTED, Choices, ListQuery, Rows, choices_for, read_query, search_words
from web.table_cells import shown

PAGE = 50
DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``value`` is an attribute path or a function of the row; ``show`` makes markup of it."""

    key: str
    label: Promise | str
    value: str | Callable[[Any], Any]
    show: Callable[[Any], SafeString] | None = None
    sort: str | tuple[str, ...] = ()
    numeric: bool = False
    timed: bool = False
    """Whether it holds moments: a file names their zone in the heading."""

    def raw(self, row: Any) -> Any:
        """Return the value that is exported; what is a method of the row is called."""
        value = attrgetter(self.value)(row) if isinstance(self.value, str) else self.value(row)
        return value() if callable(value) else value

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

    def offered(self, viewer: Viewer) -> list[tuple[str, Any]]:
        """List what this reader may choose from."""
        choices = self.choices(viewer) if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in choices]

    def applied(self, rows: QuerySet, value: str) -> QuerySet:
        return self.narrow(rows, value) if self.narrow else rows.filter(**{self.key: value})


@dataclass(frozen=True, slots=True)
class Bulk:
    """A button that acts on the ticked rows: they are posted to ``address`` as ``chosen``."""

    label: Promise | str
    address: str
    icon: str = "check"


def known_to_all(viewer: Viewer) -> bool:
    """Say of a list that whoever opens it sees every row."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The declaration of one list. ``search`` names the fields that the search box looks into.

    What has the same key is the same list: where one is declared for each reader, its filters and fields may differ
    with nothing but the reader.
    """

    key: str
    columns: tuple[Column, ...]
    order: str
    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] = ()
    prepare: Callable[[list], None] | None = None
    """Looks up, for all fetched rows at once, what their cells show; sets it on the rows."""
    currency: str = ""
    """The attribute path of the currency of a row's amounts, for the files: pages show it in the cells."""
    nothing: Promise | str = ""
    """What an empty list says: what would stand here, and how it comes to be."""
    unseen: Promise | str = ""
    """What it says instead to whoever may not see all of its rows: nothing of what others see, nor that it is none."""
    sees_all: Callable[[Viewer], bool] = known_to_all
    """Who sees every row."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listing) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


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
    nothing: Promise | str = ""
    exports: dict[str, str] = field(default_factory=dict)
    bulk: tuple[Bulk, ...] = ()

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def is_more_than_counted(self) -> bool:
        return self.total > COUNTED


def list_page(request, listing: Listing, rows: Rows, template: str, *, given=(), bulk=(), currency="", **context):
    """Answer with the page of a list, its rows alone for htmx, or its export as CSV or XLSX.

    ``rows`` writes what a viewer may see, from the viewer and what is ``given`` alone: the question is kept.
    ``currency`` is that of its amounts in a file, where the rows do not carry theirs.
    """
    offered = choices_for(listing.filters, request.viewer)
    wanted = read_query(request, listing, rows, given, offered)
    if request.GET.get("export") in ("csv", "xlsx"):
        whole = wanted.of(request.viewer, search_words(request, listing))
        return exported(listing, whole, request.GET["export"], currency)
    context["list"] = page_of(request, wanted, offered, bulk)
    if request.htmx and request.htmx.target == f"rows-{listing.key}":
        template = "components/list_rows.html"
    return render(request, template, context)


def page_of(request, wanted: ListQuery, offered: Choices, bulk: Iterable[Bulk] = ()) -> Shown:
    """Fetch one page: one bounded count and one statement for the rows."""
    listing, page = wanted.listing, page_number(request)
    start = (page - 1) * PAGE
    looked_for = search_words(request, listing)
    fetched = BETWEEN.rows(looked_for, wanted, request.viewer, start, start + PAGE + 1)
    if listing.prepare:
        listing.prepare(fetched)
    is_all = page == 1 and len(fetched) <= PAGE
    total = len(fetched) if is_all else COUNT.rows(looked_for, wanted, request.viewer)[0]
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
        nothing=listing.nothing if listing.sees_all(request.viewer) else listing.unseen,
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
    order = request.GET.get("sort", "")
    return [
        {
            "label": column.label,
            "numeric": column.numeric,
            "address": address(request, sort=column.key if order != column.key else f"-{column.key}", page="")
            if column.order
            else "",
            "sorted": {column.key: "ascending", f"-{column.key}": "descending"}.get(order, ""),
        }
        for column in listing.columns
    ]


def choices(request, listing: Listing, offered: Choices) -> list[dict]:
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
    return min(max(parse.int_or_none(request.GET.get("page", "1")) or 1, 1), DEEPEST)
