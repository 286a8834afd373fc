"""Asking ahead: several kept questions of a page in one statement, for whoever asks them while the page is made.

A page waits for the database once for each of its questions, which takes longer than most answers. A view that knows
what its parts will ask says so first; the parts ask as ever, and what nobody asked ahead is asked by itself.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from psycopg2 import STRING
from psycopg2.extensions import string_types

from parties.kept import Written, answered, is_hashable
from parties.plans import Planned

Ask = tuple[Written | None, tuple]
"""What ``Kept.of`` gives: a question and what is filled in."""


def ahead(*asks: Ask):
    """Ask now what the block inside will ask, as a context manager.

    Every column travels as text and is read by its type, just as the driver reads what the database sends.
    """
    known = [
        (question, parameters) for question, parameters in asks if question is not None and is_hashable(parameters)
    ]
    return answered(_answers(known) if len(known) > 1 else {})


def _answers(asks: list[tuple[Written, tuple]]) -> dict[Ask, list[tuple]]:
    with connection.cursor() as cursor:
        for question, parameters in asks:
            if not question.types:
                question.types.extend(_types(cursor, question, parameters))
        texts = ", ".join(_as_json(question) for question, __ in asks)
        cursor.execute(Planned(f"SELECT {texts}"), [value for __, parameters in asks for value in parameters])
        found = cursor.fetchone()
        return {
            (question, parameters): _read(cursor.cursor, question.types, json.loads(rows))
            for (question, parameters), rows in zip(asks, found, strict=True)
        }


def _types(cursor: Any, question: Written, parameters: tuple) -> list[int]:
    """Ask of which types a question's columns are."""
    cursor.execute(f"SELECT * FROM ({question.text}) described LIMIT 0", parameters)  # noqa: S608 - the house's own text
    return [column.type_code for column in cursor.description]


def _as_json(question: Written) -> str:
    names = [f"c{number}" for number in range(len(question.types))]
    texts = ", ".join(f"{name}::text" for name in names)
    rows = f"({question.text}) AS asked ({', '.join(names)})"
    return f"(SELECT COALESCE(json_agg(json_build_array({texts})), '[]')::text FROM {rows})"  # noqa: S608 - its own


def _read(cursor: Any, types: Iterable[int], rows: list[list[str | None]]) -> list[tuple]:
    own = cursor.connection.string_types
    casts = [own.get(each) or string_types.get(each, STRING) for each in types]
    return [tuple([cast(value, cursor) for cast, value in zip(casts, row, strict=True)]) for row in rows]
