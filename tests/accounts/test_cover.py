"""«Спрятать»: a locked session shows the cover, and nothing else, until its person is back."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends import db
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import held
from accounts.models import User
from accounts.session_store import SessionStore
from core import nudge
from tests.accounts.conftest import PASSWORD, last_code
from tests.conftest import Cast
from tests.invariants.rows import OUTSIDE, ROWS

SignIn = Callable[..., Client]
COVER, LOCK = "/accounts/cover/", "/accounts/cover/lock/"
BACK = "http://testserver/accounts/preferences/"


@pytest.fixture
def locked(signed_in: SignIn, with_password: User) -> Client:
    client = signed_in(with_password)
    answer = client.post(LOCK, headers={"Referer": BACK})
    assert answer.headers["Location"] == COVER
    return client


def test_the_cover_names_nobody(locked: Client, person: User) -> None:
    page = locked.get(COVER)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert person.email not in page.text
    assert "preferences" not in page.text


@pytest.mark.parametrize(
    "url", ["/", "/accounts/", "/accounts/export/", "/accounts/hiding/", "/c/none/feed/", "/open/"]
)
def test_every_page_gives_way_to_it(locked: Client, url: str) -> None:
    assert locked.get(url).headers["Location"] == COVER


def test_a_fragment_is_refused_and_the_page_led_away(locked: Client) -> None:
    answer = locked.get("/accounts/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (423, b"")
    assert answer.headers["HX-Redirect"] == COVER


def test_help_now_stays_open_and_nameless(locked: Client, cast: Cast) -> None:
    page = locked.get("/help-now/")
    assert page.status_code == 200
    assert "/accounts/login/" in page.text or 'href="/accounts/"' not in page.text
    inside = reverse("communities:help_now", args=[cast.community.slug])
    assert locked.get(inside).headers["Location"] == "/help-now/"
    assert locked.get("/").headers["Location"] == COVER


def test_a_password_opens_it_where_one_was(locked: Client) -> None:
    wrong = locked.post(COVER, {"how": "password", "password": "no"})
    assert wrong.status_code == 422
    assert locked.get("/").headers["Location"] == COVER
    answer = locked.post(COVER, {"how": "password", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/preferences/"
    assert locked.get("/").status_code == 200
    assert locked.get(COVER).headers["Location"] == "/"


def test_who_has_no_password_gets_a_code(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    client.post(LOCK)
    mail.outbox.clear()
    page = client.post(COVER, {"how": "code", "action": "send"})
    assert person.email not in page.text
    assert client.post(COVER, {"how": "code", "code": last_code()}).status_code == 302
    assert client.get("/").status_code == 200


def test_signing_out_opens_nothing(locked: Client) -> None:
    locked.post("/accounts/logout/")
    assert locked.get("/accounts/").headers["Location"].startswith("/accounts/login/")


def test_what_another_tab_sends_is_kept_for_the_same_person(locked: Client, person: User) -> None:
    locked.post("/c/none/posts/", {"body": "Half a thought"})
    kept = locked.session[held.SESSION_KEY]
    assert (kept["whose"], kept["fields"]) == (person.pk, {"body": "Half a thought"})


def test_locking_again_keeps_the_way_back(locked: Client) -> None:
    locked.post(LOCK, headers={"Referer": "http://testserver/accounts/cover/"})
    answer = locked.post(COVER, {"how": "password", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/preferences/"


def test_other_sessions_of_the_same_person_stay_open(locked: Client, signed_in: SignIn) -> None:
    elsewhere = signed_in(User.objects.get())
    assert elsewhere.get("/accounts/").status_code == 200


def test_open_sockets_are_told(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    with nudge.recorded() as sent:
        client.post(LOCK)
    told = {"type": "recheck", "subject": "user", "id": str(person.pk)}
    assert told in [each.content for each in sent]


def test_locking_is_a_post_and_nothing_to_a_visitor(client: Client, db: None) -> None:
    assert client.get(LOCK).status_code == 405
    assert client.post(LOCK).headers["Location"] == "/"
    assert client.get(COVER).headers["Location"].startswith("/accounts/login/")


def test_hiding_says_what_it_does_not_reach(client: Client, db: None) -> None:
    assert "history of the browser" in client.get("/accounts/hiding/").text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_no_address_answers_a_locked_session(
    row: Any, cast: Cast, client_of: Callable[..., Client]
) -> None:
    """Each address of the matrix, as somebody who could open most of them."""
    client = client_of(cast.owner)
    session = client.session
    session["locked_from"] = "/"
    session.save()
    slug = {} if row in OUTSIDE else {"slug": cast.community.slug}
    url = reverse(row.name, kwargs=slug | row.arguments(cast))
    answer = getattr(client, row.method)(url, row.data(cast))
    if row.name == "help_now":
        assert answer.status_code == 200
        return
    expected = "/help-now/" if row.name == "communities:help_now" else COVER
    assert answer.headers["Location"] == expected
    fragment = getattr(client, row.method)(url, headers={"HX-Request": "true"})
    assert fragment.status_code in (302, 423)
    assert not fragment.content


def test_the_way_back_leads_to_no_other_host(signed_in: SignIn, with_password: User) -> None:
    client = signed_in(with_password)
    client.post(LOCK, headers={"Referer": "http://testserver//evil.example/"})
    back = client.post(COVER, {"how": "password", "password": PASSWORD})
    assert back.headers["Location"] == "/evil.example/"


@pytest.mark.parametrize("store", [SessionStore, pytest.param(db.SessionStore, id="control")])
def test_what_is_under_way_does_not_write_the_lock_away(
    store: Any, signed_in: SignIn, with_password: User
) -> None:
    client = signed_in(with_password)
    before = store(client.session.session_key)
    before["seen_at"] = time.time()
    client.post(LOCK, headers={"Referer": BACK})
    before.save()
    covered = client.get("/").status_code == 302
    assert covered is (store is SessionStore)


def test_who_unlocks_is_not_locked_by_what_was_stored(locked: Client) -> None:
    locked.post(COVER, {"how": "password", "password": PASSWORD})
    assert locked.get("/").status_code == 200
    locked.post(LOCK, headers={"Referer": BACK})
    assert locked.get("/").headers["Location"] == COVER
