"""Both services together: what the supervisor and the test run start first and stop last."""

import os
from collections.abc import Callable

from config.embedded import postgres, valkey
from config.embedded.places import Place
from config.embedded.processes import Program


def start(place: Place, *, durable: bool) -> list[Program]:
    """Start what the environment does not already provide."""
    wanted: list[tuple[str, Callable[[], Program]]] = [
        ("DATABASE_URL", lambda: postgres.start(place, durable=durable)),
        ("REDIS_URL", lambda: valkey.start(place)),
    ]
    running: list[Program] = []
    try:
        for name, begin in wanted:
            if not os.environ.get(name):
                running.append(begin())
    except BaseException:
        stop(running)
        raise
    return running


def stop(programs: list[Program]) -> None:
    """Stop the programs, the last one first."""
    for program in reversed(programs):
        program.stop()
