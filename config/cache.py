"""The cache, which the pages can do without: PostgreSQL keeps the sessions too, and what was bound is bound again."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as Late

log = logging.getLogger(__name__)
LONGEST = 3600
"""Seconds that anything is kept: what could not be forgotten while the cache was out of reach is forgotten then."""


class Forgetful(RedisCache):
    """Valkey or Redis. While it does not answer, nothing was kept and nothing is."""

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> int:
        """Keep nothing longer than `LONGEST`."""
        wanted = super().get_backend_timeout(timeout)
        return LONGEST if wanted is None else min(wanted, LONGEST)

    def is_reachable(self) -> bool:
        """Whether the server answers."""
        try:
            return self._cache.get_client().ping()
        except (Unreachable, Late):
            return False

    def add(self, *args: Any, **options: Any) -> bool:
        return self._tried("add", True, *args, **options)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._tried("get", default, key, default, version=version)

    def set(self, *args: Any, **options: Any) -> None:
        self._tried("set", None, *args, **options)

    def touch(self, *args: Any, **options: Any) -> bool:
        return self._tried("touch", False, *args, **options)

    def delete(self, *args: Any, **options: Any) -> bool:
        return self._tried("delete", False, *args, **options)

    def has_key(self, *args: Any, **options: Any) -> bool:
        return self._tried("has_key", False, *args, **options)

    def _tried(self, verb: str, otherwise: Any, *args: Any, **options: Any) -> Any:
        """Ask the server, and say ``otherwise`` for it while it is away."""
        try:
            return getattr(super(), verb)(*args, **options)
        except (Unreachable, Late) as fault:
            log.warning("The cache does not answer (%s); going on without it.", fault)
            return otherwise
