"""Limits are counted where all workers see them."""

from typing import Any

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.totp.internal import auth as app_codes
from django.core.cache import caches
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, ask_code

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def forget_this_process() -> None:
    """What a second worker would see: nothing but the database."""
    caches["default"].clear()


def test_allauth_counts_in_the_database() -> None:
    for module in (ratelimit, app_codes):
        module.cache.set("probe", 1)
        assert caches["limits"].get("probe") == 1
        assert caches["default"].get("probe") is None
        caches["limits"].delete("probe")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limits")


def test_codes_for_one_address_are_limited_across_workers(client: Client, person: User) -> None:
    for _ in range(3):
        assert ask_code(Client(REMOTE_ADDR="10.0.0.1"), person.email).status_code == 302
        forget_this_process()
    refused = ask_code(Client(REMOTE_ADDR="10.0.0.1"), person.email)
    assert refused.status_code == 422
    assert "too often" in refused.text


def test_unknown_addresses_are_limited_alike(client: Client) -> None:
    statuses = [ask_code(client, "nobody@example.org").status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 422]


def test_guessing_a_password_is_stopped_for_the_account(with_password: User) -> None:
    typed = {"email": with_password.email, "password": "wrong", "device": "own"}
    for number in range(5):
        Client(REMOTE_ADDR=f"10.0.1.{number}").post(LOGIN, typed)
        forget_this_process()
    answer = Client(REMOTE_ADDR="10.0.1.99").post(LOGIN, {**typed, "password": PASSWORD})
    assert answer.status_code == 422
    assert "Too many tries" in answer.text


def test_one_computer_is_limited(settings: Any) -> None:
    client = Client(REMOTE_ADDR="10.0.2.1")
    statuses = [
        client.post(LOGIN, {"email": "no address", "device": "own"}).status_code for _ in range(31)
    ]
    assert statuses[29:] == [422, 429]
    assert "too often" in client.post(LOGIN, {}).text


def test_asking_for_another_letter_is_limited_too(client: Client, person: User) -> None:
    ask_code(client, person.email)
    statuses = [
        client.post("/accounts/login/code/", {"action": "resend"}).status_code for _ in range(3)
    ]
    assert statuses == [200, 200, 429]


def test_letters_to_confirm_are_limited_too(client: Client, person: User) -> None:
    client.force_login(person)
    typed = {"how": "code", "action": "send"}
    statuses = [client.post("/accounts/fresh/", typed).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_a_stranger_s_computer_does_not_lock_the_owner_out(person: User) -> None:
    for _ in range(30):
        ask_code(Client(REMOTE_ADDR="10.0.3.1"), person.email)
    assert ask_code(Client(REMOTE_ADDR="10.0.3.2"), person.email).status_code == 302


def test_one_line_of_ipv6_is_one_place(person: User) -> None:
    statuses = [
        ask_code(Client(REMOTE_ADDR=f"2001:db8:0:1::{number}"), person.email).status_code
        for number in range(4)
    ]
    assert statuses == [302, 302, 302, 422]
    elsewhere = Client(REMOTE_ADDR="2001:db8:0:2::1")
    assert ask_code(elsewhere, person.email).status_code == 302


def test_from_everywhere_together_letters_are_limited_too(person: User) -> None:
    statuses = [
        ask_code(Client(REMOTE_ADDR=f"10.0.4.{number}"), person.email).status_code
        for number in range(13)
    ]
    assert statuses == [302] * 12 + [422]
