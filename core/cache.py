"""Caches whose absence is never an error: fragments only, everything in them can be made again."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

T = TypeVar("T")

# After a failure Redis is not asked again for this long, so that no request waits for a dead one.
QUIET_SECONDS = 5.0

log = structlog.get_logger(__name__)


class LocalCache(LocMemCache):
    """Cache inside one process: enough for the embedded server."""


class MissingClient(RedisCacheClient):
    """Redis client for which a lost connection means: nothing is cached, nothing is kept."""

    quiet_until = 0.0

    def _or(self, fallback: T, ask: Callable[..., Any], *args: Any) -> T:
        if time.monotonic() < self.quiet_until:
            return fallback
        try:
            answer: T = ask(*args)
        except RedisError as error:
            self.quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("cache_missing", reason=type(error).__name__)
            return fallback
        return answer

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return self._or(True, super().add, key, value, timeout)

    def get(self, key: Any, default: Any) -> Any:
        return self._or(default, super().get, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._or(None, super().set, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return self._or(False, super().touch, key, timeout)

    def delete(self, key: Any) -> bool:
        return self._or(False, super().delete, key)

    def get_many(self, keys: Any) -> Any:
        nothing: dict[Any, Any] = {}
        return self._or(nothing, super().get_many, keys)

    def has_key(self, key: Any) -> bool:
        return self._or(False, super().has_key, key)

    def incr(self, key: Any, delta: Any) -> int:
        """A counter that cannot be reached counts as new."""
        return self._or(delta, super().incr, key, delta)

    def set_many(self, data: Any, timeout: Any) -> None:
        self._or(None, super().set_many, data, timeout)

    def delete_many(self, keys: Any) -> None:
        self._or(None, super().delete_many, keys)

    def clear(self) -> bool:
        return self._or(False, super().clear)


class MissingRedisCache(RedisCache):
    """Django's Redis cache; connection errors count as misses. One attempt, no retries."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = {"retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._class = MissingClient
