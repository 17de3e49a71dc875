"""Every page of the account is ours, in both languages, with nothing inline."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern

from accounts.models import User
from accounts.urls import urlpatterns

SignIn = Callable[..., Client]
ENTRANCE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/"]
OWN = [
    "/accounts/",
    "/accounts/fresh/",
    "/accounts/preferences/",
    "/accounts/security/",
    "/accounts/sessions/",
    "/accounts/email/",
    "/accounts/password/",
    "/accounts/security/app/",
    "/accounts/security/passkeys/add/",
    "/accounts/logout/",
]
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|hx-on|javascript:")


def check(page: str) -> None:
    assert 'class="head__brand"' in page
    assert not INLINE.search(page)
    for tag in re.findall(r"<script[^>]*>", page):
        assert 'src="/static/' in tag or 'type="application/json"' in tag
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("url", ENTRANCE)
def test_pages_on_the_way_in(client: Client, db: None, url: str, language: str) -> None:
    answer = client.get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200
    check(answer.text)
    assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("url", OWN)
def test_pages_of_the_account(signed_in: SignIn, person: User, url: str, language: str) -> None:
    answer = signed_in(person).get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200
    check(answer.text)
    main = answer.text.split("<main")[1].split("</main>")[0]
    own_words = re.sub(r"<select.*?</select>", "", main, flags=re.DOTALL)
    assert bool(re.search("[а-яё]", own_words)) is (language == "ru")


@pytest.mark.parametrize("url", [url for url in OWN if url != "/accounts/logout/"])
def test_a_stranger_is_led_to_sign_in(client: Client, db: None, url: str) -> None:
    answer = client.get(url)
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_no_page_of_allauths_own_look_is_routed() -> None:
    ours = Path(settings.BASE_DIR, "templates")
    names = [template_of(route) for route in urlpatterns]
    for name in filter(None, names):
        assert Path(get_template(name).origin.name).is_relative_to(ours), name


def template_of(route: URLPattern) -> str:
    view = route.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return getattr(getattr(view, "view_class", None), "template_name", "") or ""


def test_too_often_is_said_in_our_look(client: Client, db: None) -> None:
    for _ in range(31):
        answer = client.post("/accounts/login/", {})
    assert answer.status_code == 429
    check(answer.text)
