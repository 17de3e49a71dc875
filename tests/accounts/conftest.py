"""People with letters that leave at once, and their codes read from them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory

PASSWORD = "three quiet herons"


@pytest.fixture(autouse=True)
def letters_leave_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda run, **_: run())


@pytest.fixture
def person(db: None) -> User:
    """Signs in by code alone."""
    return UserFactory(email="wren@example.org")


@pytest.fixture
def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client that went through sign-in by code, so it is fresh and its session is listed."""

    def make(user: User, device: str = "own") -> Client:
        client = Client()
        ask_code(client, user.email, device=device)
        client.post("/accounts/login/code/", {"code": last_code()})
        return client

    return make


def ask_code(client: Client, email: str, *, device: str = "shared", **extra: str) -> Any:
    return client.post("/accounts/login/", {"email": email, "device": device, **extra})


def last_code() -> str:
    found = re.search(r"\b\d{8}\b", mail.outbox[-1].body)
    assert found
    return found[0]


def age_session(client: Client, **minutes: int) -> None:
    """Move instants kept in the client's session back by so many minutes."""
    session = client.session
    for key, by in minutes.items():
        session[key] -= by * 60
    session.save()
