"""Questions of pages: written as querysets, built and compiled once, answered anew each time.

Building a queryset and turning it into text takes Python longer than the database takes to answer. The text depends
on everything that a question is written for: for a viewer that is all they hold on that day, so whoever gains or
loses a seat, a company or a mandate has another question from that moment on. Only text is kept, never an answer.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import lru_cache
from threading import local
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, DateTimeField, Func, Model, QuerySet
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from parties.models import Person
from parties.viewer import Viewer
from web.prepared import Blank, filled_in, written_out

MOMENT = DateTimeField()
_latest = local()
MOST = 400
"""How many questions a process keeps, about 40 KB each; the one that was not asked for longest makes room."""


class Moment(Blank):
    """The viewer's moment, filled in when asked; only its day, which the question is written for, is known."""

    def __init__(self, day: date, of: datetime) -> None:
        super().__init__("now", MOMENT)
        self.day = day
        self.of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.day == other.day

    def __hash__(self) -> int:
        return hash(self.day)

    def astimezone(self, zone: tzinfo) -> datetime:
        """Give the moment that the question was first written at, for its day in the consortium's zone."""
        return self.of.astimezone(zone)


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A question with its text, and all that Django knows of how to read the answer.

    Threads share it, so each works on copies (`_answer`): nothing of it changes once it is written.
    """

    rows: QuerySet
    compiler: Any
    text: str
    parameters: tuple
    converters: Mapping
    """How values of the database become those of Python, by column."""


class Kept:
    """A question with blanks, kept as text for everything that it was ``given`` when it was written."""

    def __init__(self, write: Callable[..., QuerySet]) -> None:
        self.write = write

    def ask(self, *given: Hashable, **blanks: Any) -> list:
        """Answer with the rows as they are now. A viewer among ``given`` fills in their moment."""
        for viewer in given:
            if isinstance(viewer, Viewer):
                blanks["now"] = viewer.now
        question = written(self.write, get_language(), get_current_timezone_name(), *map(_key, given))
        return _answer(question, filled_in(question.parameters, blanks)) if question else []


@lru_cache(maxsize=MOST)
def written(write: Callable[..., QuerySet], _language: str, _zone: str, *given: Any) -> Written | None:
    """Write a question; nothing where no row can be an answer."""
    rows = write(*(each.viewer if isinstance(each, Held) else each for each in given))
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        text, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    text, parameters = written_out(text, parameters)
    converters = compiler.get_converters([column for column, *_text in compiler.select])
    return Written(rows, compiler, text, parameters, MappingProxyType(converters))


def any_of(name: str) -> Func:
    """Write ``<field>__in=any_of(…)``: a blank that is filled in with a list of numbers."""
    return Func(Blank(name, BigIntegerField()), template="SELECT unnest(%(expressions)s::bigint[])")


def at_hand(row: Model, relation: str, related: list) -> None:
    """Let a row's relation answer with rows that are at hand already, as Django's prefetching does."""
    rows = getattr(row, relation).all()
    rows._result_cache, rows._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = rows


class Held:
    """A viewer as questions are written for: all that they hold on a day, but not the moment."""

    __slots__ = ("hash", "viewer")

    def __init__(self, viewer: Viewer) -> None:
        person = viewer.person and Person(pk=viewer.person.pk)  # the request's own would keep the request alive
        self.viewer = replace(viewer, person=person, now=Moment(viewer.today, viewer.now))
        self.hash = hash(self.viewer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.viewer == other.viewer

    def __hash__(self) -> int:
        return self.hash


def _key(given: Any) -> Any:
    """Give what a question is kept by. A page asks a dozen for the same viewer, so the thread keeps the latest."""
    if not isinstance(given, Viewer):
        return given
    if getattr(_latest, "viewer", None) is not given:
        _latest.viewer, _latest.held = given, Held(given)
    return _latest.held


def _answer(question: Written, parameters: list) -> list:
    """Have Django run the text and read the answer as if it had just compiled it."""
    compiler = _like(
        question.compiler,
        connection=connections[question.rows.db],
        as_sql=lambda: (question.text, parameters),
        get_converters=lambda _columns: question.converters,
    )
    query = _like(question.rows.query, get_compiler=lambda *_which, **_how: compiler)
    return list(_like(question.rows, _query=query))


def _like(known: Any, **different: Any) -> Any:
    """Make another of the same kind; much quicker than a copy, which asks how to."""
    other = object.__new__(type(known))
    other.__dict__ = {**known.__dict__, **different}
    return other
