"""What protects accounts is counted in PostgreSQL: guesses, codes asked for, codes used. The cache may be away.

The sign-in library keeps its counts in the cache; ``config.cache`` hands them on to here. Each statement stands by
itself and is at once what every process sees.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from web.models import Counted

LONGEST = timedelta(days=1)
TAKE = """
    INSERT INTO web_counted (key, value, ends_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
"""
UNLESS_TAKEN = "WHERE web_counted.ends_at <= %s"


def add(key: str, value: Any, seconds: float | None) -> bool:
    """Keep a value where none is kept; of two at once, one does."""
    now = timezone.now()
    return _run(f"{TAKE} {UNLESS_TAKEN}", [key, json.dumps(value), _end(seconds, now), now]) > 0


def put(key: str, value: Any, seconds: float | None) -> None:
    """Keep a value, whatever was kept."""
    _run(TAKE, [key, json.dumps(value), _end(seconds, timezone.now())])


def of(key: str, otherwise: Any = None) -> Any:
    """Give what is kept under a key."""
    kept = Counted.objects.filter(key=key, ends_at__gt=timezone.now()).values_list("value", flat=True)
    return next(iter(kept), otherwise)


def drop(key: str) -> bool:
    """Forget a key; say whether anything was kept."""
    return Counted.objects.filter(key=key).delete()[0] > 0


def forget_ended(*, at: datetime) -> int:
    """Drop what counts no more; return how many."""
    return Counted.objects.filter(ends_at__lte=at).delete()[0]


def _end(seconds: float | None, now: datetime) -> datetime:
    return now + (LONGEST if seconds is None else timedelta(seconds=seconds))


def _run(statement: str, values: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
