"""Questions that every request asks: written as querysets, compiled once per process, asked in one statement.

Building and compiling a queryset costs more than the database takes to answer it. Only the text is kept: the answer
is read anew each time.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from psycopg2.extensions import QuotedString

from parties.plans import Planned


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

    def ask(self, **blanks: Any) -> dict[str, list]:
        """Answer every question with its rows, in one statement."""
        text, parameters = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(text, filled_in(parameters, blanks))
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


def filled_in(parameters: Iterable[Any], blanks: Mapping[str, Any]) -> list[Any]:
    """Put what is asked for into the blanks among the parameters of a statement."""
    return [blanks[each.name] if isinstance(each, Blank) else each for each in parameters]
