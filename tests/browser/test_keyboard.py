"""Everything without a mouse: skip link, composer, suggestions, menus, Esc, j and k."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.servers import Server


@pytest.fixture
def feed(server: Server, person: Open) -> Page:
    page = person(server)
    steps.become(page, "member")
    page.goto("/c/lantern/feed/all/")
    steps.is_live(page)
    return page


def test_the_first_stop_skips_to_the_content(feed: Page) -> None:
    feed.keyboard.press("Tab")
    skip = feed.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    feed.keyboard.press("Enter")
    expect(feed.locator("#main")).to_be_focused()


def test_each_stop_can_be_seen(feed: Page) -> None:
    """The ring is an outline or a shadow; without either nobody knows where they are."""
    for _ in range(25):
        feed.keyboard.press("Tab")
        ring = feed.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              const ringed = style.outlineStyle !== "none" || style.boxShadow !== "none";
              const around = document.activeElement.closest(".choice, .composer");
              const outer = around && getComputedStyle(around);
              return ringed || (outer && outer.outlineStyle !== "none") ||
                document.activeElement.outerHTML.slice(0, 120);
            }"""
        )
        assert ring is True


def test_a_post_is_written_and_sent_by_keys(feed: Page) -> None:
    feed.locator("textarea[name=body]").focus()
    feed.keyboard.type("Written by keys alone.")
    while not feed.locator("input[type=radio]:focus").count():
        feed.keyboard.press("Tab")
        expect(feed.locator("#composer :focus")).to_be_attached()
    feed.keyboard.press("ArrowUp")
    expect(feed.get_by_role("radio", name=re.compile("people: the whole"))).to_be_checked()
    feed.locator("textarea[name=body]").focus()
    feed.keyboard.press("Control+Enter")
    expect(feed.locator("#stream article").first).to_contain_text("Written by keys alone.")
    expect(feed.locator("textarea[name=body]")).to_have_value("")


def test_a_person_is_taken_from_the_suggestions(feed: Page) -> None:
    text = feed.locator("textarea[name=body]")
    text.focus()
    feed.keyboard.type("Hello @r")
    option = feed.get_by_role("option", name="Rowan")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(text).to_have_attribute("aria-activedescendant", re.compile("."))
    feed.keyboard.press("Enter")
    expect(feed.get_by_role("listbox")).to_have_count(0)
    expect(text).to_have_value(re.compile("^Hello @Rowan ?$"))
    expect(text).to_be_focused()


def test_arrows_choose_and_escape_leaves_the_text_alone(feed: Page) -> None:
    text = feed.locator("textarea[name=body]")
    text.focus()
    feed.keyboard.type("@")
    options = feed.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    feed.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    feed.keyboard.press("Escape")
    expect(feed.get_by_role("listbox")).to_have_count(0)
    expect(text).to_have_value("@")
    expect(text).to_be_focused()


def test_a_menu_opens_and_closes(feed: Page) -> None:
    button = feed.locator("article.post .more").first
    button.focus()
    feed.keyboard.press("Enter")
    entry = feed.get_by_role("link", name="Open", exact=True)
    expect(entry).to_be_visible()
    feed.keyboard.press("Tab")
    expect(entry).to_be_focused()
    feed.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(feed.locator("article.post .more summary")).to_be_focused()


def test_j_and_k_walk_the_posts(feed: Page) -> None:
    posts = feed.locator("article.post")
    feed.keyboard.press("j")
    expect(posts.nth(0)).to_be_focused()
    feed.keyboard.press("j")
    expect(posts.nth(1)).to_be_focused()
    feed.keyboard.press("k")
    expect(posts.nth(0)).to_be_focused()


def test_j_in_a_text_is_a_letter(feed: Page) -> None:
    feed.locator("textarea[name=body]").focus()
    feed.keyboard.type("jk")
    expect(feed.locator("textarea[name=body]")).to_have_value("jk")
    expect(feed.locator("textarea[name=body]")).to_be_focused()


def test_the_cover_locks_and_stays_over_reload_and_back(feed: Page) -> None:
    address = feed.url
    feed.get_by_role("button", name="Hide the page").focus()
    feed.keyboard.press("Enter")
    feed.wait_for_url("**/accounts/cover/")
    for way in (feed.reload, feed.go_back, lambda: feed.goto(address)):
        way()
        feed.wait_for_url("**/accounts/cover/")
        expect(feed.locator(".post")).to_have_count(0)


def test_escape_twice_covers_the_page(feed: Page) -> None:
    feed.keyboard.press("Escape")
    feed.keyboard.press("Escape")
    feed.wait_for_url("**/accounts/cover/")
