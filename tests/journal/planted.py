"""The world of the access table with its journal sealed, and faults that are planted in it and taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from journal import sealing, verification
from parties.models import Consortium
from tests import at_work
from tests.worlds import OPENED


@contextmanager
def sealed_world() -> Iterator[Consortium]:
    """Open the world, all of it sealed, in a transaction around all tests of a file."""
    with at_work.opened(at_work.asrc()) as world, transaction.atomic():
        yield sealed(world.consortium)
        transaction.set_rollback(True)


def sealed(consortium: Consortium) -> Consortium:
    while sealing.seal(consortium, at=OPENED):
        pass
    assert verification.verify(consortium) == []
    return consortium


@contextmanager
def undone(*statements: str) -> Iterator[None]:
    """Execute statements, and take back whatever is done inside."""
    with transaction.atomic():
        execute(*statements)
        yield
        transaction.set_rollback(True)


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def told(consortium: Consortium) -> list[str]:
    return [f"{fault.place} {fault.problem}" for fault in verification.verify(consortium)]
