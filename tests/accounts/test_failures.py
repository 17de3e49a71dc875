"""A form without its token: what was typed is shown again, and not sent again."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User

TYPED = {"body": "Долгое письмо", "password": "secret", "empty": "", "csrfmiddlewaretoken": "old"}


@pytest.fixture
def strict(person: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def post(client: Client, **headers: str) -> Any:
    return client.post("/accounts/language/", TYPED, headers=headers)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://testserver"}, {"Referer": "http://testserver/c/harbour/"}],
)
def test_ones_own_text_is_shown_to_copy(strict: Client, headers: dict[str, str]) -> None:
    answer = post(strict, **headers)
    assert answer.status_code == 403
    assert "Долгое письмо</textarea>" in answer.text
    assert "secret" not in answer.text
    assert answer.text.count("<textarea") == 1
    assert 'method="post"' not in answer.text.split("<main")[1]


def test_the_way_back_is_the_page_before(strict: Client) -> None:
    answer = post(strict, Referer="http://testserver/c/harbour/")
    assert 'href="/c/harbour/"' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Referer": "http://testserver/"},
        {"Referer": "https://evil.example/http://testserver/"},
    ],
)
def test_text_of_a_foreign_page_is_not_shown(strict: Client, headers: dict[str, str]) -> None:
    answer = post(strict, **headers)
    assert answer.status_code == 403
    assert "Долгое письмо" not in answer.text


def test_what_was_typed_is_escaped(strict: Client) -> None:
    typed = {"body": "</textarea><script>x</script>"}
    headers = {"Origin": "http://testserver"}
    answer = strict.post("/accounts/language/", typed, headers=headers)
    assert "<script>x" not in answer.text
