"""Codes from an app, recovery codes, passkeys: adding, using, losing, removing."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import caches
from django.test import Client

from accounts import recovery, second_factor
from accounts.models import RecoveryCode, User
from tests.accounts.conftest import ask_code, last_code
from tests.factories import UserFactory

SignIn = Callable[..., Client]
APP, OFF = "/accounts/security/app/", "/accounts/security/app/off/"
RECOVERY, SECOND = "/accounts/security/recovery/", "/accounts/login/second/"


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def connect(client: Client) -> str:
    """Connect an app; returns its secret."""
    client.get(APP)
    secret: str = client.session["mfa.totp.secret"]
    assert client.post(APP, {"code": digits(secret)}).headers["Location"] == RECOVERY
    return secret


def half_way(person: User) -> Client:
    """Past the e-mailed code, before the second proof."""
    client = Client()
    ask_code(client, person.email, device="own")
    answer = client.post("/accounts/login/code/", {"code": last_code()})
    assert answer.headers["Location"] == SECOND
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def with_app(person: User, signed_in: SignIn) -> tuple[User, str]:
    return person, connect(signed_in(person))


def forget_used_codes() -> None:
    """As if the half minute of the last code had passed."""
    caches["limits"].clear()


def test_connecting_an_app_tells_the_person(with_app: tuple[User, str]) -> None:
    assert not second_factor.missing(with_app[0])
    assert mail.outbox[-1].subject == "News for you"
    assert "app with codes" in mail.outbox[-1].body


def test_a_wrong_first_code_connects_nothing(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    client.get(APP)
    assert client.post(APP, {"code": "000000"}).status_code == 422
    assert second_factor.missing(person)


def test_the_secret_is_not_readable_in_the_database(with_app: tuple[User, str]) -> None:
    person, secret = with_app
    assert secret not in str(Authenticator.objects.get(user=person).data)


def test_the_app_is_asked_at_sign_in(with_app: tuple[User, str]) -> None:
    person, secret = with_app
    client = half_way(person)
    assert not is_in(client)
    assert client.get("/accounts/").status_code == 302
    assert client.post(SECOND, {"code": "000000"}).status_code == 422
    forget_used_codes()
    assert client.post(SECOND, {"code": digits(secret)}).headers["Location"] == "/"
    assert is_in(client)


def test_an_app_code_is_good_once(with_app: tuple[User, str]) -> None:
    person, secret = with_app
    first, second = half_way(person), half_way(person)
    assert first.post(SECOND, {"code": digits(secret)}).status_code == 302
    assert second.post(SECOND, {"code": digits(secret)}).status_code == 422


def test_the_second_step_needs_the_first(client: Client, with_app: tuple[User, str]) -> None:
    assert client.get(SECOND).headers["Location"] == "/accounts/login/"


def test_guessing_app_codes_is_stopped(with_app: tuple[User, str]) -> None:
    person, secret = with_app
    client = half_way(person)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    assert "Too many tries" in client.post(SECOND, {"code": digits(secret)}).text
    assert not is_in(client)


def test_the_app_confirms(with_app: tuple[User, str], client: Client) -> None:
    person, secret = with_app
    client.force_login(person)
    assert "Send me a code" not in client.get("/accounts/fresh/").text
    assert client.post("/accounts/fresh/", {"how": "app", "code": "1"}).status_code == 422
    client.post("/accounts/fresh/", {"how": "app", "code": digits(secret)})
    assert client.get("/accounts/password/").status_code == 200


def test_recovery_codes_are_shown_once_and_stored_as_hashes(
    signed_in: SignIn, person: User
) -> None:
    client = signed_in(person)
    connect(client)
    assert recovery.left(person) == 0
    page = client.post(RECOVERY).text
    stored = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    shown = [line.split("</code>")[0] for line in page.split("<code>")[1:]]
    assert (len(stored), len(shown)) == (10, 10)
    assert not stored & set(shown)
    assert {recovery.hashed(person, code) for code in shown} == stored
    assert shown[0] not in client.get(RECOVERY).text


def test_a_recovery_code_opens_once(with_app: tuple[User, str]) -> None:
    person, _ = with_app
    code = recovery.renew(person)[3]
    client = half_way(person)
    typed = code.upper().replace("-", " ").replace("0", "O").replace("1", "l")
    assert client.post(SECOND, {"code": typed}).status_code == 302
    assert is_in(client)
    again = half_way(person)
    assert again.post(SECOND, {"code": code}).status_code == 422
    assert recovery.left(person) == 9


def test_somebody_elses_recovery_code_opens_nothing(with_app: tuple[User, str]) -> None:
    person, _ = with_app
    foreign = recovery.renew(UserFactory())[0]
    assert half_way(person).post(SECOND, {"code": foreign}).status_code == 422


def test_new_recovery_codes_end_the_old(person: User) -> None:
    old = recovery.renew(person)[0]
    recovery.renew(person)
    assert not recovery.use(person, old)


def test_without_a_second_factor_there_are_no_recovery_codes(
    signed_in: SignIn, person: User
) -> None:
    client = signed_in(person)
    assert client.post(RECOVERY).headers["Location"] == "/accounts/security/"
    assert recovery.left(person) == 0


def test_disconnecting_ends_the_recovery_codes(with_app: tuple[User, str], client: Client) -> None:
    person, secret = with_app
    recovery.renew(person)
    client.force_login(person)
    client.post("/accounts/fresh/", {"how": "app", "code": digits(secret)})
    assert client.get(OFF).status_code == 200
    assert client.post(OFF).headers["Location"] == "/accounts/security/"
    assert second_factor.missing(person)
    assert recovery.left(person) == 0


def test_the_overview_says_what_is_missing(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    assert "Only your mailbox protects" in client.get("/accounts/security/").text
    connect(client)
    assert "There are no recovery codes" in client.get("/accounts/security/").text
    client.post(RECOVERY)
    page = client.get("/accounts/security/").text
    assert "10 left" in page
    assert "notice--warm" not in page


def passkey_of(person: User, name: str) -> Any:
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


def test_passkeys_are_renamed_and_removed(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    key = passkey_of(person, "Old phone")
    base = f"/accounts/security/passkeys/{key.pk}"
    assert "Old phone" in client.get("/accounts/security/").text
    assert client.post(f"{base}/name/", {"name": ""}).status_code == 422
    assert client.post(f"{base}/name/", {"name": "Blue phone"}).status_code == 302
    assert "Blue phone" in client.get(f"{base}/remove/").text
    assert client.post(f"{base}/remove/").headers["Location"] == "/accounts/security/"
    assert second_factor.missing(person)


@pytest.mark.parametrize("page", ["name", "remove"])
def test_passkeys_of_others_are_not_there(signed_in: SignIn, person: User, page: str) -> None:
    key = passkey_of(UserFactory(), "Theirs")
    client = signed_in(person)
    url = f"/accounts/security/passkeys/{key.pk}/{page}/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().data["name"] == "Theirs"


def test_a_made_up_passkey_is_refused(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    assert client.get("/accounts/security/passkeys/add/").status_code == 200
    answer = client.post("/accounts/security/passkeys/add/", {"credential": "{}", "name": "x"})
    assert answer.status_code == 422
    assert second_factor.missing(person)


def test_overview_queries_do_not_grow(
    signed_in: SignIn, person: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(person)
    for number in range(3):
        with django_assert_num_queries(4):
            client.get("/accounts/security/")
        passkey_of(person, f"Key {number}")


def test_recovery_codes_stay_while_another_factor_does(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    connect(client)
    key = passkey_of(person, "Phone")
    recovery.renew(person)
    client.post(f"/accounts/security/passkeys/{key.pk}/remove/")
    assert recovery.left(person) == 10
