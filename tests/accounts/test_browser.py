"""Language and zone follow the browser until the person chooses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import browser
from accounts.models import User

SignIn = Callable[..., Client]
RUSSIAN = {"Accept-Language": "ru,en;q=0.5"}


def test_signed_out_the_browser_is_followed(client: Client, db: None) -> None:
    assert "Вход и регистрация" in client.get("/accounts/login/", headers=RUSSIAN).text
    answer = client.get("/accounts/login/")
    assert "Sign in or sign up" in answer.text
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Content-Language"] == "en"


def test_the_switch_outdoes_the_browser(client: Client, db: None) -> None:
    answer = client.post("/accounts/language/", {"language": "ru", "next": "/help-now/"})
    assert answer.headers["Location"] == "/help-now/"
    assert "Вход и регистрация" in client.get("/accounts/login/").text


@pytest.mark.parametrize("language", ["", "tlh", "ru-RU"])
def test_the_switch_knows_two_languages(client: Client, db: None, language: str) -> None:
    client.post("/accounts/language/", {"language": language})
    assert "language" not in client.cookies


def test_the_switch_leads_nowhere_else(client: Client, db: None) -> None:
    typed = {"language": "ru", "next": "https://evil.example/"}
    assert client.post("/accounts/language/", typed).headers["Location"] == "/"


def test_the_browser_is_kept_for_letters(client: Client, person: User) -> None:
    client.force_login(person)
    client.cookies["zone"] = "Asia/Almaty"
    client.get("/accounts/", headers=RUSSIAN)
    person.refresh_from_db()
    assert (person.language, person.time_zone) == ("ru", "Asia/Almaty")
    assert (person.language_chosen, person.time_zone_chosen) == (False, False)


def test_it_is_written_only_when_it_changes(
    client: Client, person: User, django_assert_num_queries: Any
) -> None:
    client.force_login(person)
    client.get("/accounts/logout/", headers=RUSSIAN)
    with django_assert_num_queries(2):
        client.get("/accounts/logout/", headers=RUSSIAN)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "UTC\x00"])
def test_an_unknown_zone_is_not_believed(client: Client, person: User, zone: str) -> None:
    client.force_login(person)
    client.cookies["zone"] = zone
    assert client.get("/accounts/").status_code == 200
    person.refresh_from_db()
    assert person.time_zone == "UTC"


def test_a_choice_is_no_longer_overruled(client: Client, person: User) -> None:
    client.force_login(person)
    typed = {"language": "ru", "time_zone": "europe/Berlin"}
    assert client.post("/accounts/preferences/", typed).status_code == 422
    typed["time_zone"] = "Europe/Berlin"
    assert client.post("/accounts/preferences/", typed).status_code == 302
    client.cookies["zone"] = "Asia/Almaty"
    page = client.get("/accounts/preferences/", headers={"Accept-Language": "en"})
    person.refresh_from_db()
    assert (person.language, person.time_zone) == ("ru", "Europe/Berlin")
    assert "Язык и часовой пояс" in page.text


def test_what_was_typed_stays_after_an_error(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.post("/accounts/preferences/", {"language": "ru", "time_zone": "Berlin"})
    assert 'value="Berlin"' in answer.text


def test_the_switch_is_a_choice_for_who_is_signed_in(client: Client, person: User) -> None:
    client.force_login(person)
    client.post("/accounts/language/", {"language": "ru"})
    person.refresh_from_db()
    assert (person.language, person.language_chosen) == ("ru", True)


def test_a_new_account_follows_the_browser(signed_in: SignIn, db: None) -> None:
    client = signed_in(User(email="new@example.org"))
    client.get("/accounts/", headers=RUSSIAN)
    assert User.objects.get(email="new@example.org").language == "ru"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0",
            "Firefox · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0",
            "Edge · Windows",
        ),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, name: str) -> None:
    assert browser.named(agent) == name
