"""The cache, which the pages can do without: PostgreSQL keeps the sessions too, and what was bound is bound again."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as Late

from web import limits

log = logging.getLogger(__name__)
LONGEST = 3600
"""Seconds that anything is kept: what could not be forgotten while the cache was out of reach is forgotten then."""


LASTING = "allauth"
"""How keys begin that protect accounts: the sign-in library's limits and used codes."""


class Forgetful(RedisCache):
    """Valkey or Redis. While it does not answer, nothing was kept and nothing is; limits are kept in PostgreSQL."""

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

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if key.startswith(LASTING):
            return limits.add(key, value, self._seconds(timeout))
        return self._tried("add", True, key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if key.startswith(LASTING):
            return limits.of(key, default)
        return self._tried("get", default, key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if key.startswith(LASTING):
            return limits.put(key, value, self._seconds(timeout))
        return self._tried("set", None, key, value, timeout, version)

    def touch(self, *args: Any, **options: Any) -> bool:
        return self._tried("touch", False, *args, **options)

    def delete(self, key: str, version: int | None = None) -> bool:
        if key.startswith(LASTING):
            return limits.drop(key)
        return self._tried("delete", False, key, version)

    def has_key(self, *args: Any, **options: Any) -> bool:
        return self._tried("has_key", False, *args, **options)

    def _seconds(self, timeout: Any) -> float | None:
        return self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout

    def _tried(self, verb: str, otherwise: Any, *args: Any, **options: Any) -> Any:
        """Ask the server, and say ``otherwise`` for it while it is away."""
        try:
            return getattr(super(), verb)(*args, **options)
        except (Unreachable, Late) as fault:
            log.warning("The cache does not answer (%s); going on without it.", fault)
            return otherwise
