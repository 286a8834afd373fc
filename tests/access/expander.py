"""Multiplying the hand-written table out over the cast. This module knows the shape of the table, no rule."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver

from web.idempotency import OnceByKey

NOT_OURS = ("accounts/", "api/v1/schema", "static/", "metrics", "health", "bench/")
"""Prefixes of addresses that a library answers for, or that are the same for everyone."""
ACTED = frozenset({200, 201, 204, 302, 400, 409})
"""What an act answers where the person may: done, sent on, beside the field, or not now."""


@dataclass(frozen=True, slots=True)
class Row:
    """One address and method with one kind of thing: who sees it (or acts); everyone else gets 404.

    ``args`` names things of the world, and so may ``data``; ``refused`` lists those who see it and may not act: 403.
    """

    route: str
    thing: str = ""
    method: str = "get"
    args: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    allowed: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    public: bool = False
    in_consortium: bool = True
    absent: bool = False
    """Whether it is 404 to everybody, as the demonstration's pages are wherever real people work."""
    leads_on: bool = False
    """Whether it leads those who may open it to another page."""

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.thing}".strip()

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api_")


def answers(row: Row, persona: str) -> frozenset[int]:
    """Give the right answers of a row to a persona: 404 unless the row lists an exception."""
    if row.absent:
        return frozenset({404})
    if row.public or persona in row.allowed:
        return ACTED if row.method != "get" else frozenset({200, 302} if row.public else {302 if row.leads_on else 200})
    if persona == "anonymous":
        return frozenset({401} if row.is_api else {302})
    return frozenset({403}) if persona in row.refused else frozenset({404})


def api_doors() -> set[tuple[str, str]]:
    """List the addresses of the API, each with every method that it knows."""
    return {
        (pattern.name, method)
        for pattern in _patterns(get_resolver())
        for method in _methods(pattern.callback)
        if method != "head"
    }


def _methods(callback) -> Iterable[str]:
    """The methods that an address of the API knows: a viewset's actions, or those of a view of its own."""
    view = getattr(callback, "cls", None)
    own = vars(view) if view and issubclass(view, OnceByKey) else {}
    return getattr(callback, "actions", None) or own.keys() & {"get", "post", "put", "patch", "delete"}


def routes() -> set[str]:
    """List the names of all addresses of the product."""
    return {name for name, pattern in _walk(get_resolver(), "") if not pattern.startswith(NOT_OURS)}


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, pattern)
        elif isinstance(each, URLPattern):
            yield (each.name or pattern), pattern


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each)
        else:
            yield each
