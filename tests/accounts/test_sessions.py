"""Where one is signed in, and signing out there."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import age_session
from tests.factories import UserFactory

SignIn = Callable[..., Client]
LIST, END_OTHERS = "/accounts/sessions/", "/accounts/sessions/end-others/"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_each_place_is_listed(signed_in: SignIn, person: User) -> None:
    here, there = signed_in(person), signed_in(person)
    UserSession.objects.filter(pk=row_of(there).pk).update(user_agent=PHONE)
    page = here.get(LIST).text
    assert "Firefox · Android" in page
    assert "this device" in page
    assert page.count("Sign out there") == 1


def test_sign_out_there(signed_in: SignIn, person: User) -> None:
    here, there = signed_in(person), signed_in(person)
    assert here.post(f"{LIST}{row_of(there).pk}/end/").headers["Location"] == LIST
    assert not Session.objects.filter(session_key=there.cookies["session"].value).exists()
    assert (is_in(here), is_in(there)) == (True, False)


def test_sign_out_everywhere_else(signed_in: SignIn, person: User) -> None:
    here, one, two = (signed_in(person) for _ in range(3))
    here.post(END_OTHERS)
    assert [is_in(client) for client in (here, one, two)] == [True, False, False]


def test_sessions_of_others_are_not_there(signed_in: SignIn, person: User) -> None:
    stranger = signed_in(UserFactory())
    here = signed_in(person)
    assert here.post(f"{LIST}{row_of(stranger).pk}/end/").status_code == 404
    assert is_in(stranger)


def test_this_session_is_ended_by_signing_out_only(signed_in: SignIn, person: User) -> None:
    here = signed_in(person)
    assert here.post(f"{LIST}{row_of(here).pk}/end/").status_code == 404


@pytest.mark.parametrize("url", [f"{LIST}1/end/", END_OTHERS])
def test_ending_is_a_post(signed_in: SignIn, person: User, url: str) -> None:
    assert signed_in(person).get(url).status_code == 405


def test_when_one_was_last_there_is_kept_now_and_then(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    before = row_of(client).last_seen_at
    client.get("/accounts/")
    assert row_of(client).last_seen_at == before
    age_session(client, seen_at=11)
    client.get("/accounts/")
    assert row_of(client).last_seen_at > before


def test_sign_in_over_somebody_elses_session_takes_nothing_along(
    signed_in: SignIn, person: User
) -> None:
    client = signed_in(person)
    key = client.session.session_key
    client.logout()
    client.force_login(UserFactory())
    assert client.session.session_key != key


def test_listing_costs_a_fixed_number_of_queries_per_session(
    signed_in: SignIn, person: User, django_assert_max_num_queries: Any
) -> None:
    here = signed_in(person)
    for _ in range(2):
        signed_in(person)
    with django_assert_max_num_queries(15):
        here.get(LIST)
