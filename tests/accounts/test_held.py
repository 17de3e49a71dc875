"""Text typed in an expired session comes back to whoever typed it, and to nobody else."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts import held
from accounts.models import User
from tests.accounts.conftest import ask_code, last_code
from tests.factories import UserFactory

SignIn = Callable[..., Client]
ACTION = "/c/harbour/posts/"
TYPED = {"body": "Сегодня было трудно.", "csrfmiddlewaretoken": "x", "subgroup": "7"}


def cookie_of(user: User) -> str:
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionStore()
    response = HttpResponse()
    held.remember_whose(request, response)
    return str(response.cookies["whose"].value)


def posted(cookie: str | None, typed: dict[str, str] = TYPED) -> Any:
    request = RequestFactory().post(ACTION, typed)
    request.user, request.session = AnonymousUser(), SessionStore()
    if cookie is not None:
        request.COOKIES["whose"] = cookie
    return request


def asking(request: Any, user: User) -> Any:
    request.user = user
    return request


def test_it_comes_back_once(person: User) -> None:
    request = posted(cookie_of(person))
    assert held.hold(request)
    asking(request, person)
    assert held.take(request) == {"body": "Сегодня было трудно.", "subgroup": "7"}
    assert held.take(request) is None


def test_another_person_gets_nothing_and_it_is_gone(person: User) -> None:
    request = posted(cookie_of(person))
    held.hold(request)
    assert held.take(asking(request, UserFactory())) is None
    assert held.take(asking(request, person)) is None


def test_only_the_form_it_was_typed_in_gets_it(person: User) -> None:
    request = posted(cookie_of(person))
    held.hold(request)
    asking(request, person)
    assert held.take(request, action="/c/harbour/comments/") is None
    assert held.take(request, action=ACTION)


@pytest.mark.parametrize("cookie", [None, "", "forged", "7:1abc:forged"])
def test_without_knowing_whose_it_is_nothing_is_kept(db: None, cookie: str | None) -> None:
    request = posted(cookie)
    assert not held.hold(request)
    assert held.SESSION_KEY not in request.session


def test_secrets_and_empty_fields_are_not_kept(person: User) -> None:
    typed = {"body": " ", "password": "x", "code": "1", "credential": "{}", "next": "/"}
    assert not held.hold(posted(cookie_of(person), typed))


def test_more_than_can_be_typed_is_not_kept(person: User) -> None:
    assert not held.hold(posted(cookie_of(person), {"body": "a" * (held.LONGEST + 1)}))


def test_it_lies_a_day(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    request = posted(cookie_of(person))
    held.hold(request)
    later = time.time() + held.KEPT_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert held.take(asking(request, person)) is None


def hold_in(client: Client) -> None:
    """What the entry does with a signed-out POST, on this client's session."""
    request = posted(client.cookies["whose"].value)
    request.session = client.session
    held.hold(request)
    request.session.save()
    client.cookies["session"] = request.session.session_key


def sign_in_again(client: Client, user: User) -> None:
    ask_code(client, user.email)
    client.post("/accounts/login/code/", {"code": last_code()})


@pytest.mark.parametrize("device", ["own", "shared"])
def test_it_survives_the_sign_in_of_the_same_person(
    signed_in: SignIn, person: User, device: str
) -> None:
    client = signed_in(person, device=device)
    del client.cookies["session"]
    hold_in(client)
    sign_in_again(client, person)
    assert client.session["held"]["fields"]["body"] == TYPED["body"]


def test_it_is_dropped_when_another_signs_in(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    del client.cookies["session"]
    hold_in(client)
    sign_in_again(client, UserFactory(email="other@example.org"))
    assert "held" not in client.session


def test_signing_out_forgets_whose_device_it_was(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    client.post("/accounts/logout/")
    assert held.whose(posted(client.cookies["whose"].value)) is None
