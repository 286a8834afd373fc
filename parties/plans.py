"""Plans of compiled questions: what a session of the database is asked again, it neither parses nor plans anew.

The database takes longer to read and plan most questions of pages than to answer them. So a session is told to keep
each compiled question the first time that it is asked one (``PREPARE``), and to make one plan for all parameters: the
words that never change stand in its text (`web.compiled.written_out`), so the plan knows which partial indexes
serve it. Only reading is prepared, and only outside transactions, where a statement that cannot be prepared breaks
nothing: it is asked as it was written. A pooler in front of PostgreSQL must therefore pool sessions.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg2
from django.db.utils import NotSupportedError

MOST = 200
"""How many plans a session keeps; the one that was not asked for longest makes room."""
KINDS = {bool: "boolean", date: "date", timedelta: "interval", Decimal: "numeric", float: "numeric"}
"""How the driver writes values. What is not listed, such as text, the database makes out by itself, as in a literal."""
WIDTHS = (("integer", 2**31), ("bigint", 2**63))

Question = tuple[str, tuple[str, ...]]
"""A statement and the kinds of its values."""


class Planned(str):
    """The text of a statement whose plan sessions keep."""

    __slots__ = ()


def begin(connection: Any) -> None:
    """Have a new session make one plan for all values, instead of weighing at each of the first times.

    What it keeps is noted on Django's connection, which belongs to one thread.
    """
    connection.plans = _Plans()
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")


def keep(execute: Callable, sql: str, params: Sequence | None, many: bool, context: dict) -> Any:
    """Run a statement by the plan that its session keeps of it: a wrapper for ``connection.execute_wrapper``."""
    if not isinstance(sql, Planned) or not params:
        return execute(sql, params, many, context)
    database = context["connection"]
    plans: _Plans = database.plans
    question = (sql, tuple(map(_kind, params)))
    alone = database.get_autocommit()
    call = plans.call(question, database.connection) if alone else plans.calls.get(question)
    if not call:
        return execute(sql, params, many, context)
    try:
        return execute(call, params, many, context)
    except NotSupportedError:  # what the plan answers was changed by a migration
        plans.calls[question] = ""
        if not alone:
            raise
        return execute(sql, params, many, context)


class _Plans:
    """What a session was asked, the latest last: how its plan is called, or "" where it has none."""

    def __init__(self) -> None:
        self.calls: OrderedDict[Question, str] = OrderedDict()
        self.names = count(1)

    def call(self, question: Question, session: Any) -> str:
        """Return how to call the plan of a question, which is made when it is asked for the first time."""
        if question not in self.calls:
            self.calls[question] = _plan(session, f"roundtable_{next(self.names)}", *question)
            if len(self.calls) > MOST:
                __, oldest = self.calls.popitem(last=False)
                _forget(session, oldest)
        self.calls.move_to_end(question)
        return self.calls[question]


def _plan(session: Any, name: str, sql: str, kinds: tuple[str, ...]) -> str:
    """Have a session keep the plan of a statement; answer how to call it, or "" if the database cannot keep it."""
    places = count(1)
    text = re.sub("%[%s]", lambda found: "%" if found[0] == "%%" else f"${next(places)}", sql)
    try:
        with session.cursor() as cursor:
            cursor.execute(f"PREPARE {name} ({', '.join(kinds)}) AS {text}")
    except psycopg2.Error:
        return ""
    return f"EXECUTE {name} ({', '.join(['%s'] * len(kinds))})"


def _forget(session: Any, call: str) -> None:
    if call:
        with session.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {call.split()[1]}")


def _kind(value: Any) -> str:
    """Name the type that the driver gives a value where it writes it into a statement."""
    kind = type(value)
    if kind is int:
        return next((name for name, end in WIDTHS if -end <= value < end), "numeric")
    if kind is datetime:
        return "timestamptz" if value.tzinfo else "timestamp"
    return KINDS.get(kind, "unknown")
