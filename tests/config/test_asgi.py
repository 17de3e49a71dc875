"""The web process as it runs: the real application on a real socket."""

import asyncio
import http.client
import json
from contextlib import closing
from typing import Any

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from config.asgi import application
from core import nudge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port(serving: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(nudge, "_courier", nudge.Courier())
    return serving(application)


def ask(port: int, method: str, path: str) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("localhost", port, timeout=30)) as connection:
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        return response


def test_a_page_comes_from_django_with_its_headers(port: int) -> None:
    response = ask(port, "GET", "/help-now/")
    assert response.status == 200
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_an_address_nobody_knows(port: int) -> None:
    assert ask(port, "GET", "/nowhere/at/all/").status == 404


def test_health_needs_no_known_host(port: int) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/health/ready", headers={"Host": "10.0.0.7:8000"})
        assert json.loads(connection.getresponse().read())["database"] == "up"


def test_the_first_request_tells_the_nudges_which_loop_serves(port: int) -> None:
    assert nudge._courier.loop is None
    ask(port, "GET", "/health/live")
    assert isinstance(nudge._courier.loop, asyncio.AbstractEventLoop)


@pytest.mark.parametrize(
    ("origin", "path"),
    [
        ("https://elsewhere.example", "/c/any/live/"),
        (None, "/c/any/live/"),
        (settings.SITE_URL, "/nowhere/"),
    ],
    ids=["another site's page", "no page at all", "unknown address"],
)
def test_a_socket_is_refused_to(port: int, origin: Any, path: str) -> None:
    address = f"ws://localhost:{port}{path}"
    with pytest.raises(InvalidStatus) as refused, connect(address, origin=origin):
        pass
    assert refused.value.response.status_code == 403
