"""One holder at a time: locks that the kernel lets go when their holder dies, however it dies."""

import fcntl
from pathlib import Path
from typing import IO

from config.embedded.trouble import Trouble


def hold(path: Path, message: str, *, wait: bool = False) -> IO[str]:
    """Take the lock at ``path`` and keep it while the returned file stays open.

    :raises Trouble: with ``message``, when somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        lock.close()
        raise Trouble(message) from None
    return lock
