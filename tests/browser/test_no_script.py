"""With scripts switched off the main things work: sign up, join, pay, write, follow, leave."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.servers import Server

RETURN_SECONDS = 20_000


@pytest.fixture
def plain(server: Server, person: Open) -> Page:
    return person(server, phone=True, java_script_enabled=False)


def join(page: Page, server: Server, alias: str) -> None:
    """From the invitation's link through sign-up, consent and payment to the page of arrival."""
    steps.sign_in(page, server, f"{alias.lower()}@plain.example")
    page.goto("/c/lantern/join/demo-lantern/")
    page.get_by_label("Alias").fill(alias)
    page.get_by_role("radio", name=re.compile("€19")).check()
    page.get_by_label("I have read the agreement").check()
    page.get_by_label("I consent").check()
    page.get_by_role("button", name="Join and go on to payment").click()
    steps.pay(page)
    page.wait_for_url(re.compile("/c/lantern/welcome/"), timeout=RETURN_SECONDS)


def write(page: Page) -> None:
    page.goto("/c/lantern/feed/all/")
    steps.publish(page, "Typed without a script. #plain")
    post = page.locator("article.post").filter(has_text="Typed without a script.")
    expect(post).to_have_count(1)
    post.get_by_role("link", name="Answer").click()
    page.locator("textarea[name=body]").fill("And answered.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator(".comment")).to_contain_text("And answered.")


def follow(page: Page) -> None:
    page.goto("/c/lantern/feed/all/")
    page.get_by_role("link", name="Rowan", exact=True).first.click()
    page.get_by_role("button", name="Add to my circle").click()
    page.goto("/c/lantern/feed/circle/")
    expect(page.get_by_role("link", name="Rowan", exact=True).first).to_be_visible()


def leave(page: Page) -> None:
    page.goto("/c/lantern/leave/")
    page.get_by_role("button", name=re.compile("Leave")).click()
    answer = page.goto("/c/lantern/feed/all/")
    assert answer is not None
    expect(page.locator("article.post")).to_have_count(0)


def test_the_whole_way_without_script(server: Server, plain: Page) -> None:
    join(plain, server, f"Plain{uuid4().hex[:6]}")
    write(plain)
    follow(plain)
    leave(plain)


def test_a_menu_opens_and_says_what_can_be_done(plain: Page) -> None:
    steps.become(plain, "member")
    plain.goto("/c/lantern/feed/all/")
    plain.locator("article.post").get_by_role("link", name="Actions").first.click()
    expect(plain.get_by_role("link", name="Open", exact=True)).to_be_visible()


def test_a_faulty_form_keeps_what_was_typed(plain: Page) -> None:
    steps.become(plain, "member")
    plain.goto("/c/lantern/feed/all/")
    plain.locator("textarea[name=body]").fill("Nobody chosen yet.")
    plain.get_by_role("button", name="Publish").click()
    expect(plain.locator(".error-summary")).to_be_visible()
    expect(plain.locator("textarea[name=body]")).to_have_value("Nobody chosen yet.")
