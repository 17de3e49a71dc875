"""What people do on the pages, as steps for the browser tests."""

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.servers import Server

GOOD_CARD = "4242 4242 4242 4242"
BANK_ASKS_CARD = "4000 0025 0000 3155"
RENEWALS_FAIL_CARD = "4000 0000 0000 0341"
MAIL_SECONDS = 20
# Letters with a code that one address is sent within a minute.
LETTERS_A_MINUTE = 3


def letters_to(server: Server, address: str) -> list[str]:
    """Letters the server sent to `address`, oldest first."""
    folder = Path(server.environment["DATA_DIR"]) / "mail"
    found = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
    return [text for path in found if f"To: {address}" in (text := path.read_text())]


def wait_for_room(server: Server, address: str) -> None:
    """Where the last minute's letters are all sent, wait for the next, as a person would."""
    folder = Path(server.environment["DATA_DIR"]) / "mail"
    sent = sorted(
        path.stat().st_mtime
        for path in folder.glob("*.log")
        if f"To: {address}" in path.read_text()
    )
    if len(sent) >= LETTERS_A_MINUTE:
        time.sleep(max(0.0, sent[-LETTERS_A_MINUTE] + 61 - time.time()))


def newest_code(server: Server, address: str, after: int = 0) -> str:
    """The code in the newest letter, waiting until there are more than `after` letters."""
    give_up = time.monotonic() + MAIL_SECONDS
    while len(letters := letters_to(server, address)) <= after:
        if time.monotonic() > give_up:
            raise AssertionError(f"no letter to {address}")
        time.sleep(0.1)
    body = letters[-1].partition("\n\n")[2]
    found = re.search(r"\b(\d{6,})\b", body)
    assert found, body
    return found[1]


def sign_up(page: Page, server: Server, address: str, back: str = "/") -> None:
    """A first sign-in: the address, then the code from the letter."""
    page.goto(f"/accounts/login/?next={back}")
    page.get_by_label("E-mail").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(newest_code(server, address))
    page.get_by_role("button", name=re.compile("^(Confirm|Sign in)$")).click()
    page.wait_for_url(re.compile(re.escape(back.split("?", maxsplit=1)[0])))


def sign_in(page: Page, server: Server, address: str) -> None:
    """By a code, in any language, with script or without."""
    page.goto("/accounts/login/")
    sign_in_here(page, server, address)


def sign_in_here(page: Page, server: Server, address: str) -> None:
    """The same on the sign-in page one has been sent to; ends where it leads back to."""
    wait_for_room(server, address)
    before = len(letters_to(server, address))
    page.locator("input[name=email]").fill(address)
    page.locator("button[value=code]").click()
    page.locator("input[name=code]").fill(newest_code(server, address, before))
    page.locator("main form").first.locator("button").first.click()
    page.wait_for_url(re.compile("^(?!.*/accounts/login/)"))


def pay(page: Page, number: str = GOOD_CARD) -> None:
    """Fill in the payment server's page, in any language."""
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=expires]").fill("12 / 34")
    page.locator("input[name=cvc]").fill("123")
    page.locator("form:has(input[name=number]) button").click()


def publish(page: Page, text: str, place: str = "") -> None:
    """Write a post; `place` is the beginning of the audience line, where there is a choice."""
    page.get_by_placeholder("What would you like to say").fill(text)
    if place:
        page.get_by_role("radio", name=re.compile(place)).check()
    page.get_by_role("button", name="Publish").click()


def let_time_pass(page: Page, button: str) -> None:
    """Press one of the demo's clock buttons."""
    page.goto("/demo/")
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def is_live(page: Page) -> None:
    """Wait until the page's socket has joined its topics."""
    expect(page.locator("html[data-live=open]")).to_be_attached()


def become(page: Page, name: str, language: str = "en") -> None:
    """One click on the demo's front page; `name` is owner, curator, member or newcomer."""
    page.goto("/demo/")
    button = page.locator(f'form:has(input[value="{name}.{language}@demo.example"]) button')
    button.click()
    page.wait_for_load_state()
