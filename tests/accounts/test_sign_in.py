"""One page signs in and up, and tells nobody who is known."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD, ask_code, last_code
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def without_tokens(page: Any) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page.text)


def test_a_code_signs_in(client: Client, person: User) -> None:
    assert ask_code(client, person.email).headers["Location"] == CODE
    answer = client.post(CODE, {"code": last_code()})
    assert answer.status_code == 302
    assert signed_in_as(client) == str(person.pk)


def test_an_unknown_address_gets_an_account_with_its_first_code(client: Client) -> None:
    ask_code(client, "New@Example.org")
    assert not User.objects.exists()
    client.post(CODE, {"code": last_code()})
    user = User.objects.get()
    assert (user.email, user.has_usable_password()) == ("new@example.org", False)
    assert user.emailaddress_set.filter(verified=True, primary=True).count() == 1


def test_known_and_unknown_addresses_get_the_same(person: User) -> None:
    seen = []
    for email in (person.email, "nobd@example.org"):
        client = Client()
        answer = ask_code(client, email)
        page = without_tokens(client.get(CODE)).replace(email, "")
        wrong = client.post(CODE, {"code": "00000000"})
        letter = re.sub(r"\d{8}", "", mail.outbox[-1].body)
        first = (answer.status_code, answer.headers["Location"], page)
        seen.append((*first, wrong.status_code, mail.outbox[-1].subject, letter))
    assert seen[0] == seen[1]


def test_the_letter_says_nothing_but_the_code(client: Client, person: User) -> None:
    ask_code(client, person.email)
    letter = mail.outbox[-1]
    assert letter.subject == "Your code"
    assert "http" not in letter.body
    assert "Blizko" not in letter.body


def test_the_letter_is_in_the_chosen_language(client: Client) -> None:
    UserFactory(email="ru@example.org", language="ru", language_chosen=True)
    ask_code(client, "ru@example.org")
    assert mail.outbox[-1].subject == "Ваш код"


def test_a_wrong_code_is_422_and_the_third_spends_it(client: Client, person: User) -> None:
    ask_code(client, person.email)
    code = last_code()
    for _ in range(3):
        assert client.post(CODE, {"code": "00000000"}).status_code == 422
    assert "no longer works" in client.post(CODE, {"code": code}).text
    assert signed_in_as(client) is None


def test_tries_are_counted_beside_the_session(client: Client, person: User) -> None:
    """Requests sent side by side, each with the session as it was, do not get more tries."""
    ask_code(client, person.email)
    before = dict(client.session.items())
    for _ in range(4):
        session = client.session
        session.update(before)
        session.save()
        client.post(CODE, {"code": "00000000"})
    session = client.session
    session.update(before)
    session.save()
    client.post(CODE, {"code": last_code()})
    assert signed_in_as(client) is None


def test_an_old_code_is_refused(client: Client, person: User) -> None:
    ask_code(client, person.email)
    session = client.session
    session["code_for_sign_in"] = {**session["code_for_sign_in"], "at": 0}
    session.save()
    assert client.post(CODE, {"code": last_code()}).headers["Location"] == LOGIN


def test_another_browser_cannot_use_the_code(client: Client, person: User) -> None:
    ask_code(client, person.email)
    assert Client().post(CODE, {"code": last_code()}).headers["Location"] == LOGIN


def test_the_session_does_not_hold_the_code(client: Client, person: User) -> None:
    ask_code(client, person.email)
    assert last_code() not in str(dict(client.session.items()))


def test_another_letter_replaces_the_first(client: Client, person: User) -> None:
    ask_code(client, person.email)
    first = last_code()
    assert client.post(CODE, {"action": "resend"}).status_code == 200
    assert client.post(CODE, {"code": first}).status_code == 422
    client.post(CODE, {"code": last_code()})
    assert signed_in_as(client) == str(person.pk)


def test_the_session_key_changes_at_sign_in(client: Client, person: User) -> None:
    ask_code(client, person.email)
    before = client.session.session_key
    client.post(CODE, {"code": last_code()})
    assert client.session.session_key != before


def test_a_password_signs_in(client: Client, with_password: User) -> None:
    typed = {"email": "WREN@example.org", "password": PASSWORD, "device": "own"}
    assert client.post(LOGIN, typed).status_code == 302
    assert signed_in_as(client) == str(with_password.pk)


@pytest.mark.parametrize("email", ["wren@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_for_all(
    client: Client, with_password: User, email: str
) -> None:
    typed = {"email": email, "password": "not the one", "device": "own", "how": "password"}
    answer = client.post(LOGIN, typed)
    assert answer.status_code == 422
    assert "do not fit together" in answer.text
    assert "not the one" not in answer.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"device": "own"}, "required"),
        ({"email": "no address", "device": "own"}, "valid email"),
        ({"email": "a@example.org"}, "required"),
        ({"email": "a@example.org", "device": "own", "how": "password"}, "required"),
        ({"credential": "{}", "device": "own"}, "not known here"),
    ],
)
def test_what_is_missing_is_said(client: Client, typed: dict[str, str], told: str) -> None:
    answer = client.post(LOGIN, typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert not mail.outbox


def test_back_to_where_one_came_from(client: Client, person: User) -> None:
    answer = ask_code(client, person.email, next="/c/harbour/")
    assert answer.headers["Location"] == f"{CODE}?next=%2Fc%2Fharbour%2F"
    answer = client.post(CODE, {"code": last_code(), "next": "/c/harbour/"})
    assert answer.headers["Location"] == "/c/harbour/"


def test_never_to_a_foreign_place(client: Client, person: User) -> None:
    ask_code(client, person.email)
    answer = client.post(CODE, {"code": last_code(), "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_a_closed_account_stays_out(client: Client, person: User) -> None:
    User.objects.update(is_active=False)
    ask_code(client, person.email)
    answer = client.post(CODE, {"code": last_code()})
    assert answer.headers["Location"] == "/accounts/inactive/"
    assert signed_in_as(client) is None


def test_who_is_in_is_sent_on(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(LOGIN).headers["Location"] == "/"
    assert client.get(CODE).status_code == 302


def test_signing_out_clears_the_browser(client: Client, person: User) -> None:
    client.force_login(person)
    client.get("/accounts/")
    assert client.cookies["whose"].value
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_in_as(client) is None
    assert not client.cookies["whose"].value


def test_a_letter_that_cannot_leave_is_said(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(_letter: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", dead)
    answer = ask_code(client, person.email)
    assert answer.status_code == 503
    assert "could not be sent" in answer.text
