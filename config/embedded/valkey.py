"""The embedded Valkey: cache and doorbell. It keeps nothing, because PostgreSQL holds the work."""

import redis

from config.embedded import binaries
from config.embedded.places import Place, account, own
from config.embedded.processes import Program, wait_until


def program(place: Place) -> Program:
    """Describe the server, which listens on a socket alone."""
    options = {"--port": "0", "--save": "", "--appendonly": "no", "--maxmemory": "128mb"}
    options |= {"--maxmemory-policy": "volatile-lru"}  # the cache may be forgotten, the queue may not
    return Program(
        name="valkey",
        command=[
            str(binaries.valkey()),
            *[part for option in options.items() for part in option],
            *("--unixsocket", str(place.sockets / "valkey.sock"), "--dir", str(place.sockets)),
        ],
        place=place,
        account=account(),
    )


def start(place: Place) -> Program:
    """Start the server and wait until it answers.

    :raises Trouble: with the server's own last line.
    """
    server = program(place)
    own(place.sockets)
    server.start()
    wait_until(lambda: _answers(place), server)
    return server


def _answers(place: Place) -> bool:
    try:
        return redis.Redis.from_url(place.redis_url).ping()
    except redis.ConnectionError:
        return False
