"""Opening subjects: the numbers by which people call things ("motion 12")."""

from django.db import connection

from journal.models import Subject
from parties.models import Consortium


def open(consortium: Consortium, kind: str) -> Subject:
    """Create the next subject of a kind in the consortium."""
    return open_many(consortium, kind, 1)[0]


def open_many(consortium: Consortium, kind: str, count: int) -> list[Subject]:
    """Create ``count`` subjects with consecutive numbers in two statements.

    The counter row is locked until commit, so numbers have no gaps and creation of one kind queues.
    """
    if not count:
        return []
    last = _advance(consortium, kind, count)
    return Subject.objects.bulk_create(
        Subject(consortium=consortium, kind=kind, number=number) for number in range(last - count + 1, last + 1)
    )


def _advance(consortium: Consortium, kind: str, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_counter (consortium_id, kind, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (consortium_id, kind) DO UPDATE SET last = journal_counter.last + EXCLUDED.last "
            "RETURNING last",
            [consortium.pk, kind, count],
        )
        return cursor.fetchone()[0]
