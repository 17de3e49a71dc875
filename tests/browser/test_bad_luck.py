"""Sessions that end, connections that break, second clicks: nothing typed is lost or said twice."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.servers import Server

FEED = "/c/lantern/feed/all/"
ALL = "people: the whole"
MEMBER, OTHER = "member.en@demo.example", "curator.en@demo.example"


def words() -> str:
    """Something nobody else has said."""
    return f"Half asleep, {uuid4().hex[:8]}."


@pytest.fixture
def feed(server: Server, person: Open) -> Page:
    page = person(server, phone=True)
    steps.become(page, "member")
    page.goto(FEED)
    return page


def write(page: Page, text: str) -> None:
    page.locator("textarea[name=body]").fill(text)
    page.get_by_role("radio", name=re.compile(ALL)).check()


def press(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()


def stands_once(page: Page, text: str) -> None:
    """The post is on the page as it is and on a fresh one, and the composer is empty."""
    expect(page.locator("textarea[name=body]")).to_have_value("")
    expect(page.locator("article.post").filter(has_text=text)).to_have_count(1)
    page.goto(FEED)
    expect(page.locator("article.post").filter(has_text=text)).to_have_count(1)
    expect(page.locator("textarea[name=body]")).to_have_value("")


@pytest.mark.parametrize("kept_by", ["browser", "server"])
def test_a_session_ends_while_writing(server: Server, feed: Page, kept_by: str) -> None:
    text = words()
    write(feed, text)
    feed.context.clear_cookies(name="session")
    press(feed)
    feed.wait_for_url(re.compile("/accounts/login/"))
    if kept_by == "server":
        feed.evaluate("localStorage.clear()")
    steps.sign_in_here(feed, server, MEMBER)
    expect(feed.locator("textarea[name=body]")).to_have_value(text)
    press(feed)
    stands_once(feed, text)


def test_what_one_typed_is_not_given_to_another(server: Server, feed: Page) -> None:
    text = words()
    write(feed, text)
    feed.context.clear_cookies(name="session")
    press(feed)
    feed.wait_for_url(re.compile("/accounts/login/"))
    steps.sign_in_here(feed, server, OTHER)
    expect(feed.locator("textarea[name=body]")).to_have_value("")
    assert text not in feed.content()


def test_without_a_connection_the_text_waits_and_goes_once(feed: Page) -> None:
    text = words()
    write(feed, text)
    feed.context.set_offline(True)
    press(feed)
    expect(feed.locator("#composer .failed")).to_be_visible()
    expect(feed.locator("textarea[name=body]")).to_have_value(text)
    feed.context.set_offline(False)
    stands_once(feed, text)


def test_the_answer_is_lost_and_sending_again_makes_no_second_post(feed: Page) -> None:
    text = words()
    write(feed, text)

    def answer_lost(route: Route) -> None:
        route.fetch()
        route.abort()

    feed.route("**/posts/", answer_lost, times=1)
    press(feed)
    again = feed.locator("#composer .failed").get_by_role("button")
    expect(again).to_be_visible()
    expect(feed.locator("textarea[name=body]")).to_have_value(text)
    again.click()
    stands_once(feed, text)


def test_a_double_click_publishes_once(feed: Page) -> None:
    text = words()
    write(feed, text)
    feed.get_by_role("button", name="Publish").dblclick()
    stands_once(feed, text)


def test_a_crash_loses_no_text_and_no_choice(feed: Page) -> None:
    text = words()
    write(feed, text)
    feed.reload()
    expect(feed.locator("textarea[name=body]")).to_have_value(text)
    expect(feed.get_by_role("radio", name=re.compile(ALL))).to_be_checked()
    again = feed.context.new_page()
    feed.close()
    again.goto(FEED)
    expect(again.locator("textarea[name=body]")).to_have_value(text)
    again.locator("textarea[name=body]").fill("")
    again.reload()
    expect(again.locator("textarea[name=body]")).to_have_value("")


def test_back_after_signing_out_shows_nothing(feed: Page) -> None:
    text = words()
    write(feed, text)
    feed.goto("/accounts/")
    feed.get_by_role("button", name="Sign out").click()
    feed.wait_for_url(re.compile("/accounts/login/"))
    for _ in range(2):
        feed.go_back()
        expect(feed.get_by_role("button", name="Send me a code")).to_be_visible()
        expect(feed.locator("article.post")).to_have_count(0)
    assert text not in feed.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "plain"])
def test_a_stale_page_gives_the_text_back(
    server: Server, person: Open, options: dict[str, bool]
) -> None:
    page, text = person(server, **options), words()
    steps.become(page, "member")
    page.goto(FEED)
    write(page, text)
    page.context.clear_cookies(name="csrftoken")
    press(page)
    expect(page.get_by_text("This was not sent")).to_be_visible()
    expect(page.locator("textarea[readonly]")).to_have_value(text)


def test_signing_out_there_ends_the_open_page(server: Server, person: Open) -> None:
    there, here = person(server, phone=True), person(server)
    for page in (there, here):
        steps.sign_in(page, server, "person3.en@demo.example")
    there.goto(FEED)
    steps.is_live(there)
    here.goto("/accounts/sessions/")
    here.get_by_role("button", name="Sign out there", exact=True).last.click()
    expect(here.get_by_text("Signed out there")).to_be_visible()
    expect(there.locator("html[data-live]")).to_have_count(0)
    expect(there.get_by_role("link", name="Sign in again")).to_be_visible()


def test_moved_out_of_a_closed_subgroup_the_open_page_loses_it(
    server: Server, person: Open
) -> None:
    owner, thyme = person(server), person(server, phone=True)
    name = f"Bay {uuid4().hex[:6]}"
    steps.become(owner, "owner")
    owner.goto("/c/lantern/subgroups/new/")
    owner.get_by_label("Name", exact=True).fill(name)
    owner.get_by_role("radio", name=re.compile("^Closed")).check()
    owner.get_by_role("button", name="Open the subgroup").click()
    owner.get_by_role("link", name="People", exact=True).first.click()
    people = owner.url
    owner.get_by_role("textbox", name="Alias").fill("Thyme")
    owner.get_by_role("button", name="Add", exact=True).click()
    steps.sign_in(thyme, server, "person7.en@demo.example")
    thyme.goto(people.replace("/people/", "/feed/"))
    secret = words()
    thyme.locator("textarea[name=body]").fill(secret)
    press(thyme)
    expect(thyme.locator("article.post")).to_contain_text(secret)
    steps.is_live(thyme)
    owner.goto(people)
    owner.locator("li").filter(has_text="Thyme").locator("summary").click()
    owner.get_by_role("button", name=re.compile("^Move out")).click()
    expect(thyme.get_by_text(secret)).to_have_count(0)


def test_a_hidden_post_leaves_the_open_page(server: Server, person: Open, feed: Page) -> None:
    owner, curator, text = person(server), person(server), words()
    steps.become(owner, "owner")
    owner.goto(FEED)
    steps.publish(owner, text, "subgroup “Harbour”")
    expect(owner.locator("article.post").filter(has_text=text)).to_be_visible()
    feed.reload()
    post = feed.locator("article.post").filter(has_text=text)
    expect(post).to_be_visible()
    steps.is_live(feed)
    steps.become(curator, "curator")
    curator.goto(FEED)
    steps.is_live(curator)
    curator.locator("article.post").filter(has_text=text).locator(".more").click()
    curator.get_by_role("link", name="Hide", exact=True).click()
    curator.get_by_label("Reason").fill("Names a third person.")
    curator.get_by_role("button", name="Hide", exact=True).click()
    expect(curator.get_by_text("Names a third person.")).to_be_visible()
    expect(post).to_have_count(0)
