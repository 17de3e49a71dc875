"""Another address: proved by a code, told to the old one."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import last_code
from tests.factories import UserFactory

SignIn = Callable[..., Client]
EMAIL, CODE = "/accounts/email/", "/accounts/email/code/"


def begin(client: Client, email: str = "new@example.org") -> Any:
    return client.post(EMAIL, {"email": email, "action_add": "1"})


def test_the_new_address_is_proved_and_the_old_one_told(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    assert begin(client).headers["Location"] == CODE
    assert mail.outbox[-1].to == ["new@example.org"]
    person.refresh_from_db()
    assert person.email == "wren@example.org"
    assert client.post(CODE, {"code": last_code()}).headers["Location"] == "/accounts/"
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("new@example.org", True, True)
    ]
    told = mail.outbox[-1]
    assert told.to == ["wren@example.org"]
    assert "new@example.org" not in told.body


def test_a_wrong_code_changes_nothing(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    begin(client)
    assert client.post(CODE, {"code": "00000000"}).status_code == 422
    person.refresh_from_db()
    assert person.email == "wren@example.org"


@pytest.mark.parametrize("email", ["no address", "", "wren@example.org"])
def test_an_impossible_address_is_422(signed_in: SignIn, person: User, email: str) -> None:
    client = signed_in(person)
    before = len(mail.outbox)
    assert begin(client, email).status_code == 422
    assert len(mail.outbox) == before


def test_an_address_of_somebody_else_is_not_told_apart(signed_in: SignIn, person: User) -> None:
    UserFactory(email="taken@example.org")
    client = signed_in(person)
    assert begin(client, "taken@example.org").headers["Location"] == CODE
    answer = client.post(CODE, {"code": last_code()})
    assert answer.status_code == 422
    person.refresh_from_db()
    assert person.email == "wren@example.org"


def test_too_many_wrong_codes_end_it(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    begin(client)
    code = last_code()
    for _ in range(3):
        client.post(CODE, {"code": "00000000"})
    client.post(CODE, {"code": code})
    person.refresh_from_db()
    assert person.email == "wren@example.org"


def test_the_new_address_signs_in_and_the_old_one_opens_another_account(
    signed_in: SignIn, person: User
) -> None:
    client = signed_in(person)
    begin(client)
    client.post(CODE, {"code": last_code()})
    again = signed_in(User(email="new@example.org"))
    assert again.session["_auth_user_id"] == str(person.pk)
