"""Asking for a copy of one's words, watching it, taking it along."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import exports
from accounts.models import Export, User
from core import due
from core.tenancy import community_scope
from tests.accounts.conftest import age_session
from tests.conftest import Cast
from tests.factories import UserFactory

SignIn = Callable[..., Client]
PAGE, ASK, FILE = "/accounts/export/", "/accounts/export/ask/", "/accounts/export/file/"


def test_the_names_of_the_addresses(db: None) -> None:
    assert [reverse(name) for name in ("export", "export_ask", "export_file")] == [PAGE, ASK, FILE]


def test_asked_written_taken(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    assert "Make a copy" in client.get(PAGE).text
    assert client.post(ASK).headers["Location"] == PAGE
    page = client.get(PAGE).text
    assert "being written" in page
    assert 'hx-trigger="every 2s"' in page
    due.sweep("accounts.Export")
    part = client.get(PAGE, headers={"HX-Request": "true"}).text
    assert "The copy is ready" in part
    assert "<html" not in part
    answer = client.get(FILE)
    assert answer.headers["X-Sendfile"] == str(Export.objects.get().path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]


def test_asked_twice_it_is_the_same_one(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    client.post(ASK)
    first = Export.objects.get()
    assert "being written already" in client.post(ASK, follow=True).text
    assert Export.objects.get().name == first.name


def test_a_newer_one_takes_the_place_of_one_that_lies_ready(person: User) -> None:
    assert exports.ask(user=person)
    due.sweep("accounts.Export")
    first = Export.objects.get()
    assert exports.ask(user=person)
    assert not first.path.exists()
    assert not Export.objects.get().is_ready
    assert not exports.ask(user=person)


def test_of_two_newer_ones_asked_at_once_one_is_written(person: User) -> None:
    exports.ask(user=person)
    due.sweep("accounts.Export")
    seen = Export.objects.get()
    assert exports.start_over(seen)
    assert not exports.start_over(seen)


@pytest.mark.parametrize("url", [ASK, FILE])
def test_asking_and_taking_need_a_fresh_confirmation(
    signed_in: SignIn, person: User, url: str
) -> None:
    client = signed_in(person)
    age_session(client, confirmed_at=6)
    method = client.post if url == ASK else client.get
    assert method(url).headers["Location"].startswith("/accounts/fresh/")
    assert not Export.objects.exists()


def test_nobody_takes_anybody_else_s(signed_in: SignIn, person: User) -> None:
    exports.ask(user=person)
    due.sweep("accounts.Export")
    assert signed_in(UserFactory()).get(FILE).status_code == 404


def test_there_is_nothing_before_it_is_ready_and_after_its_time(
    signed_in: SignIn, person: User, travel: Any
) -> None:
    client = signed_in(person)
    exports.ask(user=person)
    assert client.get(FILE).status_code == 404
    due.sweep("accounts.Export")
    travel(exports.KEPT)
    assert client.get(FILE).status_code == 404
    assert "Make a copy" in client.get(PAGE).text


def test_signed_out_all_lead_to_sign_in(client: Client, db: None) -> None:
    for answer in (client.get(PAGE), client.post(ASK), client.get(FILE)):
        assert answer.headers["Location"].startswith("/accounts/login/?next=")


def test_wrong_methods(signed_in: SignIn, person: User) -> None:
    client = signed_in(person)
    answers = (client.post(PAGE), client.get(ASK), client.post(FILE))
    assert [answer.status_code for answer in answers] == [405, 405, 405]


@pytest.mark.parametrize(
    ("error", "said"), [("OSError", "no room for it"), ("KeyError", "tried again by itself")]
)
def test_what_went_wrong_is_said(signed_in: SignIn, person: User, error: str, said: str) -> None:
    exports.ask(user=person)
    Export.objects.update(last_error=error, all_parts=4, done_parts=1)
    page = signed_in(person).get(PAGE).text
    assert said in page
    assert 'value="1" max="4"' in page


def test_the_page_costs_the_same_whatever_lies_ready(
    signed_in: SignIn, person: User, django_assert_num_queries: Any
) -> None:
    client = signed_in(person)
    client.get(PAGE)
    with django_assert_num_queries(3):
        client.get(PAGE)
    exports.ask(user=person)
    due.sweep("accounts.Export")
    with django_assert_num_queries(3):
        client.get(PAGE)


@pytest.mark.parametrize("role", ["lapsed", "left", "newcomer"])
def test_it_is_open_without_access(role: str, cast: Cast, signed_in: SignIn) -> None:
    with community_scope(cast.community):
        who = getattr(cast, role)
    client = signed_in(who.user)
    client.post(ASK)
    due.sweep("accounts.Export")
    assert client.get(FILE).status_code == 200
