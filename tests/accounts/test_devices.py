"""«Только я» stays; «не только я» ends with the browser or after twenty quiet minutes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import age_session

SignIn = Callable[..., Client]


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_an_own_device_keeps_the_session(signed_in: SignIn, person: User) -> None:
    client = signed_in(person, device="own")
    assert client.cookies["session"]["max-age"]
    age_session(client, seen_at=24 * 60)
    assert is_in(client)


def test_a_shared_device_forgets_with_the_browser(signed_in: SignIn, person: User) -> None:
    client = signed_in(person, device="shared")
    assert not client.cookies["session"]["max-age"]
    assert not client.cookies["whose"]["max-age"]


@pytest.mark.parametrize(("quiet", "still_in"), [(19, True), (21, False)])
def test_twenty_quiet_minutes_end_it(
    signed_in: SignIn, person: User, *, quiet: int, still_in: bool
) -> None:
    client = signed_in(person, device="shared")
    age_session(client, seen_at=quiet)
    assert is_in(client) is still_in


def test_every_request_is_a_sign_of_life(signed_in: SignIn, person: User) -> None:
    client = signed_in(person, device="shared")
    for _ in range(2):
        age_session(client, seen_at=15)
        assert is_in(client)


def test_a_moved_clock_signs_nobody_out(signed_in: SignIn, person: User, travel: Any) -> None:
    client = signed_in(person, device="shared")
    travel(timedelta(days=40))
    assert is_in(client)


def test_who_does_not_say_gets_the_safer_answer(client: Client) -> None:
    page = client.get("/accounts/login/").text
    shared = page.split('value="shared"')[1].split(">")[0]
    assert "checked" in shared


def test_a_quiet_request_writes_nothing(
    signed_in: SignIn, person: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(person, device="shared")
    client.get("/accounts/language/")
    with django_assert_num_queries(2):
        client.get("/accounts/logout/")
