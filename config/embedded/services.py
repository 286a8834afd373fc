"""Both services together: what the supervisor and the test run start first and stop last."""

import os

from config.embedded import postgres, valkey
from config.embedded.places import Place
from config.embedded.processes import Program


def start(place: Place, *, durable: bool) -> list[Program]:
    """Start what the environment does not already provide."""
    running: list[Program] = []
    if not os.environ.get("DATABASE_URL"):
        running.append(postgres.start(place, durable=durable))
    if not os.environ.get("REDIS_URL"):
        running.append(valkey.start(place))
    return running


def stop(programs: list[Program]) -> None:
    """Stop the programs, the last one first."""
    for program in reversed(programs):
        program.stop()
