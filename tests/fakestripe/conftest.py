"""A running fake, Stripe's real client pointed at it, and a receiver for its webhooks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe

from fakestripe.server import Server, start
from tests.fakestripe.stage import KEY, Receiver, Stage


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.stop()


@pytest.fixture
def run(tmp_path: Path, receiver: Receiver) -> Iterator[Callable[..., Server]]:
    """Starts fakes on one data file; all are stopped at the end."""
    running: list[Server] = []

    def starting(**settings: Any) -> Server:
        given = {"secret_key": KEY, "webhook_url": receiver.url} | settings
        running.append(start(tmp_path / "fake.sqlite3", **given))
        return running[-1]

    yield starting
    for server in running:
        server.stop()


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def stage(run: Callable[..., Server], receiver: Receiver, http: requests.Session) -> Stage:
    client = stripe.RequestsClient(session=http)
    return Stage(run(), receiver, http, client)
