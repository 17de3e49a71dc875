"""Liveness depends on nothing; readiness on the database alone."""

import http.client
import json
import threading
from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from config import health
from config.health import Health

DEAD_REDIS = "redis://127.0.0.1:1/0"


async def behind(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.fixture
def port(serving: Any) -> int:
    return serving(Health(behind))


def ask(port: int, path: str) -> tuple[int, dict[str, Any]]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": "whatever the prober sends"})
        response = connection.getresponse()
        return response.status, json.loads(response.read() or b"{}")


@pytest.fixture
def broken_database(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    broken = connection.copy()
    broken.settings_dict = {**broken.settings_dict, "NAME": "/nowhere/at/all"}
    broken.inc_thread_sharing()
    monkeypatch.setattr(health, "connection", broken)


def test_alive(port: int) -> None:
    assert ask(port, "/health/live") == (200, {"alive": True})
    assert ask(port, "/health/live/")[0] == 200


@pytest.mark.django_db(transaction=True)
def test_ready(port: int, settings: Any) -> None:
    settings.REDIS_URL = ""
    assert ask(port, "/health/ready") == (200, {"database": "up", "redis": "not used"})


def test_everything_else_is_passed_on(port: int) -> None:
    assert ask(port, "/health/other")[0] == 204
    assert ask(port, "/")[0] == 204


@pytest.mark.usefixtures("broken_database")
def test_without_the_database_alive_but_not_ready(port: int) -> None:
    assert ask(port, "/health/ready")[0] == 503
    assert ask(port, "/health/live")[0] == 200


@pytest.mark.django_db(transaction=True)
def test_without_redis_ready_all_the_same(port: int, settings: Any) -> None:
    settings.REDIS_URL = DEAD_REDIS
    assert ask(port, "/health/ready") == (200, {"database": "up", "redis": "down"})


def test_a_database_that_hangs_is_not_waited_for(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()
    monkeypatch.setattr(health, "DATABASE_SECONDS", 0.1)
    monkeypatch.setattr(health, "database_state", lambda: free.wait(5) and "up")
    assert ask(port, "/health/ready") == (503, {"database": "slow", "redis": "unknown"})
    free.set()
