"""Setting, changing and resetting a password."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, last_code

SignIn = Callable[..., Client]
CHANGE, RESET = "/accounts/password/", "/accounts/password/reset/"
RESET_CODE, RESET_NEW = "/accounts/password/reset/code/", "/accounts/password/reset/new/"
OTHER = "four slow otters"


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_a_first_password_is_set(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    assert client.post(CHANGE, {"password1": PASSWORD}).headers["Location"] == "/accounts/security/"
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert mail.outbox[-1].subject == "News for you"
    assert is_in(client)


@pytest.mark.parametrize("weak", ["short", "1234567890", "password12", ""])
def test_a_weak_password_is_422(signed_in: SignIn, person: User, weak: str) -> None:
    weak = "qwertyuiop" if weak == "password12" else weak
    assert signed_in(person).post(CHANGE, {"password1": weak}).status_code == 422


def test_another_password_ends_the_other_sessions(signed_in: SignIn, with_password: User) -> None:
    here, there = signed_in(with_password), signed_in(with_password)
    here.post(CHANGE, {"password1": OTHER})
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_reset_ends_all_sessions(signed_in: SignIn, with_password: User, client: Client) -> None:
    there = signed_in(with_password)
    assert client.post(RESET, {"email": with_password.email}).headers["Location"] == RESET_CODE
    assert client.post(RESET_CODE, {"code": last_code()}).headers["Location"] == RESET_NEW
    assert client.post(RESET_NEW, {"password1": "short"}).status_code == 422
    assert client.post(RESET_NEW, {"password1": OTHER}).headers["Location"] == "/accounts/login/"
    with_password.refresh_from_db()
    assert with_password.check_password(OTHER)
    assert not is_in(there)
    assert not is_in(client)


def test_a_reset_tells_nobody_who_is_known(with_password: User) -> None:
    seen = []
    for email in (with_password.email, "nobody@example.org"):
        client = Client()
        answer = client.post(RESET, {"email": email})
        page = client.get(RESET_CODE).text.replace(email, "")
        page = re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page)
        wrong = [client.post(RESET_CODE, {"code": "00000000"}).status_code for _ in range(3)]
        seen.append((answer.status_code, answer.headers["Location"], page, wrong))
    assert seen[0] == seen[1]
    assert seen[0][3] == [422, 422, 302]


def test_an_unknown_address_is_told_by_letter(client: Client, db: None) -> None:
    client.post(RESET, {"email": "nobody@example.org"})
    assert "not in use" in mail.outbox[-1].body
    assert "http" not in mail.outbox[-1].body


def test_the_new_password_needs_the_code(client: Client, with_password: User) -> None:
    client.post(RESET, {"email": with_password.email})
    assert client.post(RESET_NEW, {"password1": OTHER}).headers["Location"] == RESET_CODE
    with_password.refresh_from_db()
    assert with_password.check_password(PASSWORD)
