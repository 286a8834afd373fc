"""Questions that every request asks: written as querysets, compiled once per process, planned once per connection.

Building and compiling a queryset costs more than the database takes to answer it, and planning a long statement
costs more than running it. Only the text and the plan are kept: the answer is read anew each time. Statements
prepared for a connection want that connection for themselves: a pooler in front of PostgreSQL must pool sessions.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import Expression, Field, QuerySet

_numbers = count(1)
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""For each session of the database the questions that it has planned."""


class Blank(Expression):
    """A place in a prepared question that is filled in when it is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """Several questions with blanks, by name; each is a queryset of one column."""

    def __init__(self, write: Callable[[], Mapping[str, QuerySet]]) -> None:
        self.write = write
        self.name = f"roundtable_{next(_numbers)}"

    def ask(self, **blanks: Any) -> dict[str, list]:
        """Answer every question with its rows, in one statement."""
        with connection.cursor() as cursor:
            self._plan(cursor.connection)
            cursor.execute(self._call, [blanks[name] for name in self._blanks])
            return json.loads(cursor.fetchone()[0])

    def _plan(self, session: Any) -> None:
        """Have a session of the database plan the questions, the first time that they are asked in it."""
        planned = _planned.setdefault(session, set())
        if self.name not in planned:
            kinds = ", ".join(self._blanks.values())
            with session.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} ({kinds}) AS {self._text}", self._values)
            planned.add(self.name)

    @cached_property
    def _call(self) -> str:
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(self._blanks))})"

    @cached_property
    def _text(self) -> str:
        """The statement, with a numbered place for each blank."""
        text, parameters = self._compiled
        numbers = {name: f"${number}" for number, name in enumerate(self._blanks, 1)}
        places = (numbers[each.name] if isinstance(each, Blank) else "%s" for each in parameters)
        return re.sub("%s", lambda _place: next(places), text)

    @cached_property
    def _values(self) -> list[Any]:
        """What stays the same each time."""
        return [each for each in self._compiled[1] if not isinstance(each, Blank)]

    @cached_property
    def _blanks(self) -> dict[str, str]:
        """The names of the blanks with their types in the database, in the order in which they are filled in."""
        blanks = [each for each in self._compiled[1] if isinstance(each, Blank)]
        return {each.name: each.output_field.db_type(connection) for each in blanks}

    @cached_property
    def _compiled(self) -> tuple[str, list[Any]]:
        parts, parameters = [], []
        for name, rows in self.write().items():
            text, its_own = rows.query.sql_with_params()
            parts.append(f"%s, to_json(ARRAY({text}))")
            parameters += [name, *its_own]
        return f"SELECT json_build_object({', '.join(parts)})::text", parameters
