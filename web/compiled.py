"""Questions of pages: written as querysets, built and compiled once, answered anew each time.

Building a queryset and turning it into text takes Python longer than the database takes to answer. The text depends
on everything that a question is written for: for a viewer that is all they hold on that day, so whoever gains or
loses a seat, a company or a mandate has another question from that moment on. Only text is kept, never an answer.

``tests/web/test_compiled.py`` holds what this rests on in Django's own machinery.
"""

import json
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache
from threading import local
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import BigIntegerField, DateTimeField, Expression, Field, Func, Model, QuerySet
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from psycopg2.extensions import QuotedString

from parties.models import Person
from parties.plans import Planned
from parties.viewer import Viewer

MOMENT = DateTimeField()
_latest = local()
MOST = 400
"""How many questions a process keeps, about 40 KB each; the one that was not asked for longest makes room."""


class Param(Expression):
    """A place in a question that is filled in when it is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list[Any]]:
        return "%s", [self]


class NowParam(Param):
    """The viewer's moment, filled in when asked; only its day, which the question is written for, is known."""

    def __init__(self, day: date, of: datetime) -> None:
        super().__init__("now", MOMENT)
        self.day = day
        self.of = of

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NowParam) and self.day == other.day

    def __hash__(self) -> int:
        return hash(self.day)

    def astimezone(self, zone: tzinfo) -> datetime:
        """Give the moment that the question was first written at, for its day in the consortium's zone."""
        return self.of.astimezone(zone)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledQuery:
    """A question with its text, and all that Django knows of how to read the answer.

    Threads share it, so each works on copies (`_answer`): nothing of it changes once it is written.
    """

    rows: QuerySet
    compiler: Any
    text: str
    parameters: tuple
    converters: Mapping
    """How values of the database become those of Python, by column."""


class compiled:
    """Keep a question as text for everything that it was ``given`` when it was written: ``@compiled``."""

    def __init__(self, write: Callable[..., QuerySet]) -> None:
        self.write = write

    def rows(self, *given: Hashable, **params: Any) -> list:
        """Answer with the rows as they are now. A viewer among ``given`` fills in their moment."""
        for viewer in given:
            if isinstance(viewer, Viewer):
                params["now"] = viewer.now
        question = compile_rows(self.write, get_language(), get_current_timezone_name(), *map(_key, given))
        return _answer(question, bind(question.parameters, params)) if question else []


@lru_cache(maxsize=MOST)
def compile_rows(write: Callable[..., QuerySet], _language: str, _zone: str, *given: Any) -> CompiledQuery | None:
    """Write a question; nothing where no row can be an answer."""
    rows = write(*(each.viewer if isinstance(each, ViewerKey) else each for each in given))
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        text, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    text, parameters = written_out(text, parameters)
    converters = compiler.get_converters([column for column, *_text in compiler.select])
    return CompiledQuery(rows, compiler, text, parameters, MappingProxyType(converters))


class Batch:
    """Several questions by name, asked in one statement; each is a queryset of one column."""

    def __init__(self, write: Callable[[], Mapping[str, QuerySet]]) -> None:
        self.write = write

    def rows(self, **params: Any) -> dict[str, list]:
        """Answer every question with its rows, in one statement."""
        text, parameters = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(text, bind(parameters, params))
            return json.loads(cursor.fetchone()[0])

    @cached_property
    def _compiled(self) -> tuple[Planned, tuple[Any, ...]]:
        parts: list[str] = []
        parameters: list[Any] = []
        for name, rows in self.write().items():
            text, its_own = rows.query.sql_with_params()
            parts.append(f"'{name}', to_json(ARRAY({text}))")
            parameters += its_own
        return written_out(f"SELECT json_build_object({', '.join(parts)})::text", parameters)


def any_of(name: str) -> Func:
    """Write ``<field>__in=any_of(…)``: a place that is filled in with a list of numbers."""
    return Func(Param(name, BigIntegerField()), template="SELECT unnest(%(expressions)s::bigint[])")


def at_hand(row: Model, relation: str, related: list) -> None:
    """Let a row's relation answer with rows that are at hand already, as Django's prefetching does."""
    rows = getattr(row, relation).all()
    rows._result_cache, rows._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = rows


class ViewerKey:
    """A viewer as questions are written for: all that they hold on a day, but not the moment."""

    __slots__ = ("hash", "viewer")

    def __init__(self, viewer: Viewer) -> None:
        person = viewer.person and Person(pk=viewer.person.pk)  # the request's own would keep the request alive
        self.viewer = replace(viewer, person=person, now=NowParam(viewer.today, viewer.now))
        self.hash = hash(self.viewer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ViewerKey) and self.viewer == other.viewer

    def __hash__(self) -> int:
        return self.hash


def _key(given: Any) -> Any:
    """Give what a question is kept by. A page asks a dozen for the same viewer, so the thread keeps the latest."""
    if not isinstance(given, Viewer):
        return given
    if getattr(_latest, "viewer", None) is not given:
        _latest.viewer, _latest.held = given, ViewerKey(given)
    return _latest.held


def _answer(question: CompiledQuery, parameters: list) -> list:
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


def written_out(text: str, parameters: Iterable[Any]) -> tuple[Planned, tuple[Any, ...]]:
    """Write the words that are always the same, such as states and kinds, into the text of a statement.

    Only so does one plan for all values know them, and which partial indexes it may use.
    """
    left: list[Any] = []
    values = iter(parameters)

    def written(place: re.Match) -> str:
        if place[0] == "%s" and not isinstance(value := next(values), str):
            left.append(value)
        elif place[0] == "%s":
            return quoted(value)
        return place[0]

    return Planned(re.sub("%[%s]", written, text)), tuple(left)


def quoted(word: str) -> str:
    """Write a word as a literal of SQL, in a statement that has other places to be filled in."""
    literal = QuotedString(str(word))
    literal.encoding = "utf-8"
    return literal.getquoted().decode().replace("%", "%%")


def bind(parameters: Iterable[Any], params: Mapping[str, Any]) -> list[Any]:
    """Fill in the places among the parameters of a statement."""
    return [params[each.name] if isinstance(each, Param) else each for each in parameters]
