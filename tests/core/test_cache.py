"""A cache that is not there is empty, and asking it costs nothing."""

import time
import uuid
from typing import Any

import pytest
import redis
from redis.exceptions import RedisError

from core.cache import LocalCache, MissingRedisCache

DEAD = "redis://127.0.0.1:1/0"
ALIVE = "redis://127.0.0.1:6379/9"


@pytest.fixture
def dead() -> MissingRedisCache:
    return MissingRedisCache(DEAD, {"OPTIONS": {"socket_connect_timeout": 0.2}})


@pytest.mark.parametrize(
    ("method", "arguments", "answer"),
    [
        ("get", ("a", "default"), "default"),
        ("get_many", (["a", "b"],), {}),
        ("get_or_set", ("a", 7), 7),
        ("set", ("a", 1), None),
        ("set_many", ({"a": 1},), []),
        ("add", ("a", 1), True),
        ("touch", ("a",), False),
        ("delete", ("a",), False),
        ("delete_many", (["a"],), None),
        ("has_key", ("a",), False),
        ("incr", ("a", 2), 2),
        ("clear", (), False),
    ],
)
def test_a_dead_redis_is_an_empty_cache(
    dead: MissingRedisCache, method: str, arguments: tuple[Any, ...], answer: Any
) -> None:
    assert getattr(dead, method)(*arguments) == answer


def test_a_dead_redis_is_asked_once_and_then_left_alone(
    dead: MissingRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def refuse(*_: object) -> None:
        asked.append(time.monotonic())
        raise redis.ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(redis.ConnectionPool, "get_connection", refuse)
        before = time.perf_counter()
        for _ in range(100):
            dead.get("a")
        assert len(asked) == 1
        assert time.perf_counter() - before < 0.2
        dead._cache.quiet_until = 0
        dead.get("a")
        assert len(asked) == 2


def test_a_redis_that_answers_is_a_cache() -> None:
    cache = MissingRedisCache(ALIVE, {"KEY_PREFIX": uuid.uuid4().hex})
    try:
        redis.Redis.from_url(ALIVE).ping()
    except RedisError:
        pytest.skip("no Redis on 127.0.0.1:6379")
    cache.set_many({"a": 1, "b": [2]}, timeout=5)
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": [2]}
    assert cache.incr("a") == 2
    cache.delete_many(["a", "b"])
    assert cache.get("a") is None
    cache.close()


def test_the_embedded_server_caches_in_its_own_memory() -> None:
    cache = LocalCache(uuid.uuid4().hex, {})
    cache.set("a", {"b": 1}, timeout=5)
    assert cache.get("a") == {"b": 1}
