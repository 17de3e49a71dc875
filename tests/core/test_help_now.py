"""The page of crisis contacts: honest data, and an opening that leaves no trace."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core import clock, help_now
from core.help_now import contacts_for, countries, directory

DATA: dict[str, Any] = json.loads(help_now.DATA.read_text())
EXPECTED = [
    *("RU", "BY", "KZ", "UA", "GE", "AM", "IL", "DE", "FR", "ES", "IT", "NL", "PL"),
    *("GB", "IE", "US", "CA", "AU", "NZ"),
]


# Each emergency number and each line, with its country's code.
CONTACTS: list[tuple[str, dict[str, Any]]] = [
    (country["code"], contact)
    for country in DATA["countries"]
    for contact in (country["emergency"], *country["lines"])
]


def reader(accepted: str = "", zone: str = "UTC") -> help_now.Contacts:
    headers = {"Accept-Language": accepted} if accepted else {}
    with timezone.override(zone):
        return contacts_for(RequestFactory().get("/help-now/", headers=headers))


def test_all_countries_are_there() -> None:
    assert [country.code for country in countries()] == EXPECTED


@pytest.mark.parametrize(("code", "entry"), CONTACTS)
def test_each_contact_says_where_it_comes_from_and_when_it_was_checked(
    code: str, entry: dict[str, Any]
) -> None:
    assert entry["source"]["name"], code
    assert re.match(r"https?://[^/]+", entry["source"]["address"])
    assert re.match(r"https?://[^/]+", entry["seen"]["address"])
    assert date.fromisoformat(entry["checked"]) <= clock.now().date()


@pytest.mark.parametrize(("code", "entry"), CONTACTS)
def test_each_contact_can_be_reached(code: str, entry: dict[str, Any]) -> None:
    numbers = [entry[way] for way in ("phone", "text") if way in entry]
    assert numbers, code
    assert all(re.fullmatch(r"\+?[\d -]{3,18}", number) for number in numbers)


def test_all_words_are_in_both_languages() -> None:
    texts = [country["name"] for country in DATA["countries"]]
    texts += [
        line[part] for _, line in CONTACTS for part in ("name", "hours", "spoken") if part in line
    ]
    texts += [DATA["directory"]["name"], DATA["directory"]["about"]]
    assert all(set(text) == {"en", "ru"} and all(text.values()) for text in texts)


def test_a_zone_belongs_to_one_country() -> None:
    zones = [zone for country in countries() for zone in country.zones]
    assert len(zones) == len(set(zones))


@pytest.mark.parametrize(
    ("accepted", "zone", "code"),
    [
        ("ru", "Europe/Berlin", "DE"),
        ("ru-RU,ru;q=0.9", "Europe/Kiev", "UA"),
        ("ru,en;q=0.5", "UTC", "RU"),
        ("en-GB,en;q=0.9", "UTC", "GB"),
        ("en-US;q=0.4,uk;q=0.9", "UTC", "UA"),
        ("de-AT", "UTC", "DE"),
        ("en", "UTC", None),
        ("*", "Africa/Cairo", None),
        ("", "UTC", None),
    ],
)
def test_the_readers_country_stands_first(accepted: str, zone: str, code: str | None) -> None:
    shown = reader(accepted, zone)
    assert (shown.here.code if shown.here else None) == code
    assert len(shown.elsewhere) == len(EXPECTED) - (code is not None)


def test_links_dial_only_digits() -> None:
    line = countries()[0].lines[0]
    assert line.call_link == "tel:+74959895050"
    assert countries()[0].emergency_link == "tel:112"
    australia = next(country for country in countries() if country.code == "AU")
    assert australia.lines[0].message_link == "sms:0477131114"


def test_words_are_in_the_readers_language() -> None:
    with translation.override("ru"):
        assert str(countries()[0].name) == "Россия"
    with translation.override("en"):
        assert str(countries()[0].name) == "Russia"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "heading", "spoken"),
    [("ru", "Помощь сейчас", "Языки: русский"), ("en", "Help now", "Languages: Russian")],
)
def test_the_page_in_both_languages(
    client: Client, language: str, heading: str, spoken: str
) -> None:
    response = client.get("/help-now/", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 200
    assert f"<h1>{heading}</h1>" in page
    assert spoken in page
    assert 'href="tel:112"' in page
    assert directory().source.address in page


@pytest.mark.django_db
def test_the_page_is_kept_nowhere(client: Client) -> None:
    response = client.get("/help-now/")
    assert response.headers["Cache-Control"] == "no-store"
    assert "sessionid" not in response.cookies
    assert "session" not in response.cookies


@pytest.mark.django_db
def test_opening_the_page_signed_out_asks_the_database_nothing(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/help-now/")


@pytest.mark.django_db
def test_opening_the_page_signed_in_writes_nothing(client: Client) -> None:
    client.force_login(get_user_model().objects.create(email="a@example.org"))
    client.get("/help-now/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/help-now/")
    written = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    assert written == []


@pytest.mark.django_db
def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/help-now/").content.decode()
    loaded = re.findall(r'(?:src|srcset|action)="([^"]*)"|<link[^>]*href="([^"]*)"', page)
    assert loaded
    assert all((one or other).startswith("/") for one, other in loaded)


@pytest.mark.django_db
def test_the_page_refuses_to_be_written_to(client: Client) -> None:
    assert client.post("/help-now/").status_code == 405
