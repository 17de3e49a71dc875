"""The four persons of the demo, each in the situation the front page tells of."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.places import STORIES
from tests.browser.servers import Server
from tests.browser.shapes import LOCALES

HELLO = {"ru": "Здравствуйте, мы вас слышим.", "en": "Hello, we hear you."}
FIRST = {"ru": "Клён", "en": "SlowTuesday"}
LEAVING = {"ru": "в два нажатия", "en": "in two clicks"}
HOW_WE_WORK, DOCUMENTS = 1, 3

pytestmark = [
    pytest.mark.parametrize("language", list(LOCALES)),
    pytest.mark.parametrize("shape", ["phone", "desktop"]),
]


@pytest.fixture
def page(server: Server, person: Open, language: str, shape: str) -> Page:
    return person(server, phone=shape == "phone", language=language)


def fits(page: Page) -> bool:
    """Nothing stands outside the window, sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_monday_morning_of_the_owner(page: Page, language: str) -> None:
    """What waits stands in blocks, and one click on an entry is at the matter itself."""
    steps.become(page, "owner", language)
    expect(page).to_have_url(re.compile(f"/c/{STORIES[language].slug}/desk/"))
    assert fits(page)
    blocks = page.locator("main section[aria-labelledby^=block-]")
    assert blocks.count() >= 3
    for number in range(blocks.count()):
        matter = blocks.nth(number).locator(".list__title").first
        address = matter.get_attribute("href")
        matter.click()
        assert address is not None
        expect(page).to_have_url(re.compile(re.escape(address) + "$"))
        expect(page.locator("h1, article.post").first).to_be_visible()
        assert fits(page)
        page.go_back()


def test_twenty_minutes_of_the_curator(server: Server, page: Page, language: str) -> None:
    """The first post that waits for two days is the first thing on the desk until answered."""
    has_waited(server, FIRST[language])
    steps.become(page, "curator", language)
    first = page.locator("main section").first
    expect(first).to_contain_text(FIRST[language])
    first.get_by_role("link", name=FIRST[language]).click()
    page.locator("#answer textarea[name=body]").fill(HELLO[language])
    page.locator("#answer .button--primary").click()
    expect(page.locator("#answers .comment")).to_contain_text(HELLO[language])
    assert fits(page)
    page.goto(f"/c/{STORIES[language].slug}/desk/")
    expect(page.locator("main section").first).not_to_contain_text(FIRST[language])


def has_waited(server: Server, alias: str) -> None:
    """The post of `alias` as the seed left it, whatever others answered since and however late."""
    server.manage(
        "shell",
        "--no-imports",
        "-c",
        "from datetime import timedelta\n"
        "from core.clock import now\n"
        "from core.tenancy import across_communities\n"
        "from feeds.models import Comment, Post\n"
        "with across_communities('a browser test wants a post without answers'):\n"
        f"    post = Post.objects.get(author__alias='{alias}')\n"
        "    Comment.objects.filter(post_id=post.pk).delete()\n"
        "    waits = {'comment_count': 0, 'published_at': now() - timedelta(days=2)}\n"
        "    Post.objects.filter(pk=post.pk).update(**waits)\n",
    )


def test_a_bad_night_of_the_member(server: Server, page: Page, language: str) -> None:
    """Help in one click; the page hidden and the session locked; a code opens it where it was."""
    steps.become(page, "member", language)
    page.locator(".help-now").click()
    expect(page).to_have_url(re.compile("/help-now/"))
    expect(page.locator("main a[href^='tel:']").first).to_be_visible()
    here = page.url
    page.locator(".head__cover").click()
    page.wait_for_url(re.compile("/accounts/cover/"))
    page.go_back()
    page.wait_for_url(re.compile("/accounts/cover/"))
    unlock(server, page, f"member.{language}@demo.example")
    expect(page).to_have_url(here)


def unlock(server: Server, page: Page, address: str) -> None:
    steps.wait_for_room(server, address)
    before = len(steps.letters_to(server, address))
    page.locator("button[value=send]").click()
    page.locator("input[name=code]").fill(steps.newest_code(server, address, before))
    page.locator("form:has(input[name=code]) button").click()
    page.wait_for_url(re.compile("^(?!.*/accounts/cover/)"))


def test_the_doubts_of_the_newcomer(page: Page, language: str) -> None:
    """Before a word is typed: how the work goes, what is agreed on, its cost, the way out."""
    steps.become(page, "newcomer", language)
    expect(page).to_have_url(re.compile(f"/join/{STORIES[language].invitation}/"))
    assert fits(page)
    before = page.locator("main details")
    assert before.count() == HOW_WE_WORK + DOCUMENTS
    before.first.locator("summary").click()
    expect(before.first.locator(".post__body")).to_be_visible()
    assert page.locator("input[name=price]").count() >= 2
    expect(page.locator("main")).to_contain_text(LEAVING[language])


def test_a_newcomer_comes_in(server: Server, page: Page, language: str) -> None:
    """An alias, two consents, a price, a card: the first page they come to is that of arrival."""
    alias = f"Guest{uuid4().hex[:6]}"
    steps.sign_in(page, server, f"{alias.lower()}@situation.example")
    page.goto(f"/c/{STORIES[language].slug}/join/{STORIES[language].invitation}/")
    page.locator("input[name=alias]").fill(alias)
    page.get_by_role("radio", name=re.compile("€")).check()
    for consent in ("agreement", "data_consent"):
        page.locator(f"input[name={consent}]").check()
    page.locator("main .button--primary").click()
    steps.pay(page)
    page.wait_for_url(re.compile(f"/c/{STORIES[language].slug}/welcome/"))
    expect(page.locator("#word textarea, #composer textarea").first).to_be_attached()
    assert fits(page)
