"""Acts at the same moment, over real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from parties.refusals import Refusal


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each over a connection of its own; give what each did or refused."""
    barrier = Barrier(len(acts))

    def act(does: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return does()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))
