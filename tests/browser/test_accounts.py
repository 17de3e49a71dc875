"""Signing up by code, passkeys and app codes in a real browser, under the real policy."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.servers import Server

Open = Callable[..., Page]
ATTENTIVE_SECONDS = 10


def code_from_letter(server: Server, email: str) -> str:
    """The code in the newest letter to `email`; demo letters lie in files."""
    folder = Path(server.environment["DATA_DIR"], "mail")
    give_up = time.monotonic() + ATTENTIVE_SECONDS
    while time.monotonic() < give_up:
        letters = sorted(folder.glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for letter in (path.read_text() for path in letters):
            found = re.search(r"^(?:Your code|Ваш код): (\d{8})$", letter, re.MULTILINE)
            if f"To: {email}" in letter and found:
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no letter to {email}")


def new_address() -> str:
    return f"{uuid4().hex[:12]}@example.org"


def sign_in_by_code(page: Page, server: Server, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("me alone", exact=True).check()
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the letter").fill(code_from_letter(server, email))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/code/)"))


def add_authenticator(page: Page) -> None:
    """A device with passkeys whose owner always agrees."""
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    client.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def make_passkey(page: Page) -> None:
    page.goto("/accounts/security/passkeys/add/")
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/accounts/security/recovery/")


def test_a_newcomer_signs_up_with_a_code(server: Server, person: Open) -> None:
    page = person(server, phone=True)
    email = new_address()
    sign_in_by_code(page, server, email)
    page.goto("/accounts/")
    expect(page.get_by_text(email)).to_be_visible()


def test_a_passkey_signs_in_and_confirms(server: Server, person: Open) -> None:
    page = person(server)
    sign_in_by_code(page, server, new_address())
    add_authenticator(page)
    make_passkey(page)
    page.get_by_role("button", name="Make ten codes").click()
    expect(page.locator("ol code")).to_have_count(10)
    page.goto("/accounts/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))
    page.goto("/accounts/fresh/?next=/accounts/security/")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url("**/accounts/security/")
    expect(page.get_by_text("My phone")).to_be_visible()


def test_a_passkey_is_the_second_proof_after_a_code(server: Server, person: Open) -> None:
    page = person(server)
    email = new_address()
    sign_in_by_code(page, server, email)
    add_authenticator(page)
    make_passkey(page)
    page.context.clear_cookies()
    sign_in_by_code(page, server, email)
    page.wait_for_url("**/accounts/login/second/")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))


def test_without_a_passkey_the_page_says_so(server: Server, person: Open) -> None:
    page = person(server)
    client = page.context.new_cdp_session(page)
    client.send("WebAuthn.enable")
    page.goto("/accounts/login/")
    page.route("**/accounts/login/passkey/", lambda route: route.abort())
    page.get_by_role("button", name="With a passkey").click()
    expect(page.get_by_text("The device gave no passkey")).to_be_visible()


def test_an_app_with_codes_is_connected_and_asked(server: Server, person: Open) -> None:
    page = person(server)
    email = new_address()
    sign_in_by_code(page, server, email)
    page.goto("/accounts/security/app/")
    secret = page.locator("main code").inner_text()
    page.get_by_label("Six digits from the app").fill(digits(secret, at=time.time()))
    page.get_by_role("button", name="Connect").click()
    page.wait_for_url("**/accounts/security/recovery/")
    page.get_by_role("button", name="Make ten codes").click()
    recovery_code = page.locator("ol code").first.inner_text()
    page.context.clear_cookies()
    sign_in_by_code(page, server, email)
    page.get_by_label("Code from the app, or a recovery code").fill(recovery_code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))


def digits(secret: str, *, at: float) -> str:
    return format_hotp_value(hotp_value(secret, int(at) // 30))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_script_the_code_still_works(server: Server, person: Open, language: str) -> None:
    page = person(server, language=language, java_script_enabled=False)
    email = new_address()
    page.goto("/accounts/login/")
    page.locator('input[name="email"]').fill(email)
    page.locator('button[value="code"]').click()
    page.locator('input[name="code"]').fill(code_from_letter(server, email))
    page.locator("main form").first.locator("button").click()
    page.goto("/accounts/")
    expect(page.get_by_text(email)).to_be_visible()
    expect(page.locator("[data-passkey]")).to_have_count(0)
