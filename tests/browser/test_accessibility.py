"""axe finds nothing on any key page, nor on what opens on them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.servers import Server
from tests.browser.walk import Seen, violations


def test_each_key_page_is_there(walked: list[Seen]) -> None:
    """What was looked at is the page and not its absence. `refused` is met without an address."""
    others = {"absent": 404, "refused": 0}
    found = {str(seen): seen.status for seen in walked if seen.status != others.get(seen.name, 200)}
    assert found == {}


def test_no_key_page_has_a_fault(walked: list[Seen]) -> None:
    assert [it for seen in walked for it in seen.violations] == []


def test_a_fault_would_be_found(server: Server, person: Open) -> None:
    page = person(server)
    page.goto("/help-now/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [it for it in violations(page) if it.startswith("label: ")]


@pytest.fixture
def feed(server: Server, person: Open) -> Page:
    page = person(server, phone=True, reduced_motion="reduce")
    steps.become(page, "member")
    page.goto("/c/lantern/feed/all/")
    steps.is_live(page)
    return page


def test_an_open_composer_and_its_suggestions(feed: Page) -> None:
    feed.locator("textarea[name=body]").click()
    expect(feed.get_by_role("button", name="Publish")).to_be_visible()
    assert violations(feed) == []
    feed.keyboard.type("Good morning @")
    expect(feed.get_by_role("option").first).to_be_visible()
    assert violations(feed) == []


def test_an_open_menu(feed: Page) -> None:
    feed.locator("article.post .more").first.click()
    expect(feed.get_by_role("link", name="Open", exact=True)).to_be_visible()
    assert violations(feed) == []


def test_the_covered_page(feed: Page) -> None:
    feed.get_by_role("button", name="Hide the page").click()
    feed.wait_for_url("**/accounts/cover/")
    assert violations(feed) == []


def test_forms_with_faults(server: Server, person: Open) -> None:
    page = person(server, phone=True, reduced_motion="reduce")
    steps.become(page, "newcomer")
    page.get_by_role("button", name="Join and go on to payment").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == []


def test_new_posts_announced(server: Server, person: Open, feed: Page) -> None:
    writer = person(server)
    steps.become(writer, "curator")
    writer.goto("/c/lantern/feed/all/")
    steps.publish(writer, "Rain on the roof.", "people: the whole")
    expect(feed.get_by_role("button", name=re.compile("new post"))).to_be_visible()
    assert violations(feed) == []
