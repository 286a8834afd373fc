"""Taking turns: chores that two clocks may begin at the same moment are done by one after the other."""

from django.db import connection


def acquire(chore: str, of: int = 0) -> None:
    """Wait for the turn at a chore, and keep it until the transaction ends.

    ``of`` tells chores of the same name apart: the key of the consortium that each is done for. Whoever
    waited finds what the other has done, so that a chore which looks before it writes does nothing twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [chore, of])
