"""Before anything about signing in changes, whoever sits there proves once more who they are."""

from collections.abc import Callable

import pytest
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from django.core import mail
from django.test import Client
from django.urls import resolve

from accounts import fresh
from accounts.models import User
from tests.accounts.conftest import PASSWORD, age_session, last_code
from tests.factories import UserFactory

FRESH = "/accounts/fresh/"
SignIn = Callable[..., Client]
SENSITIVE = [
    "/accounts/email/",
    "/accounts/password/",
    "/accounts/security/app/",
    "/accounts/security/app/off/",
    "/accounts/security/passkeys/add/",
    "/accounts/security/passkeys/1/name/",
    "/accounts/security/passkeys/1/remove/",
    "/accounts/security/recovery/",
    "/accounts/sessions/1/end/",
    "/accounts/sessions/end-others/",
]


@pytest.fixture
def stale(signed_in: SignIn, person: User) -> Client:
    """Signed in six minutes ago."""
    client = signed_in(person)
    age_session(client, confirmed_at=6)
    return client


@pytest.mark.parametrize("url", SENSITIVE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_sensitive_address_asks(stale: Client, url: str, method: str) -> None:
    answer = getattr(stale, method)(url)
    assert answer.headers["Location"].startswith(f"{FRESH}?next=")


@pytest.mark.parametrize("url", SENSITIVE)
def test_signed_out_it_leads_to_sign_in(client: Client, db: None, url: str) -> None:
    assert client.get(url).headers["Location"].startswith("/accounts/login/?next=")


def test_allauth_asks_a_person_with_a_code_alone_too(
    stale: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind our own guard stands allauth's, which by itself would let this person through."""
    guarded = resolve("/accounts/security/app/").func
    monkeypatch.setattr(fresh, "is_fresh", lambda _session: False)
    request = stale.get(FRESH).wsgi_request
    with context.request_context(request), pytest.raises(ReauthenticationRequired):
        guarded.__wrapped__(request)


def test_signing_in_is_a_proof(signed_in: SignIn, person: User) -> None:
    assert signed_in(person).get("/accounts/password/").status_code == 200


def test_who_has_neither_password_nor_key_gets_a_letter(stale: Client) -> None:
    page = stale.get(FRESH)
    assert "Send me a code" in page.text
    assert 'type="password"' not in page.text
    stale.post(FRESH, {"how": "code", "action": "send"})
    typed = {"how": "code", "code": last_code(), "next": "/accounts/password/"}
    assert stale.post(FRESH, typed).headers["Location"] == "/accounts/password/"
    assert stale.get("/accounts/password/").status_code == 200


def test_a_wrong_code_does_not_confirm(stale: Client) -> None:
    stale.post(FRESH, {"how": "code", "action": "send"})
    assert stale.post(FRESH, {"how": "code", "code": "00000000"}).status_code == 422
    assert stale.get("/accounts/password/").status_code == 302


def test_a_code_for_signing_in_does_not_confirm(stale: Client, person: User) -> None:
    """Each code is good for what it was sent for."""
    stale.post(FRESH, {"how": "code", "action": "send"})
    session = stale.session
    session["code_for_sign_in"] = session.pop("code_for_fresh")
    session.save()
    assert stale.post(FRESH, {"how": "code", "code": last_code()}).status_code == 422


def test_with_a_password_the_letter_is_not_offered(stale: Client, with_password: User) -> None:
    stale.force_login(with_password)
    before = len(mail.outbox)
    assert stale.post(FRESH, {"how": "code", "action": "send"}).status_code == 422
    assert len(mail.outbox) == before
    assert stale.post(FRESH, {"how": "password", "password": "wrong"}).status_code == 422
    typed = {"how": "password", "password": PASSWORD}
    assert stale.post(FRESH, typed).headers["Location"] == "/accounts/"
    assert stale.get("/accounts/password/").status_code == 200


def test_too_many_tries_are_stopped(stale: Client, with_password: User) -> None:
    stale.force_login(with_password)
    wrong = {"how": "password", "password": "wrong"}
    statuses = [stale.post(FRESH, wrong).status_code for _ in range(12)]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_the_confirmation_is_the_persons_own(stale: Client) -> None:
    stale.post(FRESH, {"how": "code", "action": "send"})
    stale.post(FRESH, {"how": "code", "code": last_code()})
    stale.force_login(UserFactory())
    assert stale.get("/accounts/password/").status_code == 302


def test_an_htmx_request_is_led_by_the_browser(stale: Client) -> None:
    answer = stale.post("/accounts/sessions/end-others/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(FRESH)


def test_it_never_leads_to_a_foreign_place(stale: Client) -> None:
    stale.post(FRESH, {"how": "code", "action": "send"})
    typed = {"how": "code", "code": last_code(), "next": "https://evil.example/"}
    assert stale.post(FRESH, typed).headers["Location"] == "/accounts/"
