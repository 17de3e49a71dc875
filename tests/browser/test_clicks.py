"""How many clicks the work takes, beside what it takes elsewhere.

The numbers are the column "Ours" of the table of peers, rows 1, 4, 8, 12, 14 and 15, and counted
as there: a link or a button is one, a form is one, by the button that sends it; what is typed,
chosen or ticked in it is not counted. Each begins where the documented path of the peer begins.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.servers import Server

SLUG = "dry-dock"


class Counted:
    """The presses of one person, and how many of them sent a form that was filled in."""

    def __init__(self) -> None:
        self.clicks = 0
        self.forms = 0

    def press(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def send(self, button: Locator) -> None:
        self.forms += 1
        self.press(button)


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture(scope="module")
def opened() -> dict[str, str]:
    """The link into the community of this module, once its owner has made it."""
    return {}


@pytest.fixture
def owner(server: Server, person: Open, opened: dict[str, str]) -> Page:
    """A therapist with an open community and nothing in it, looking at the feed."""
    page = person(server)
    if opened:
        steps.sign_in(page, server, f"owner@{SLUG}.example")
    else:
        open_community(page, server)
        opened["link"] = page.locator("input[readonly]").first.input_value()
    page.goto(f"/c/{SLUG}/feed/all/")
    return page


def open_community(page: Page, server: Server) -> None:
    steps.sign_up(page, server, f"owner@{SLUG}.example", "/open/")
    page.get_by_label("Name", exact=True).fill("The Dry Dock")
    page.get_by_label("Address").fill(SLUG)
    page.get_by_label("Your alias").fill("Ida")
    page.get_by_role("button", name="Open the community").click()
    page.goto(f"/c/{SLUG}/invitations/")
    page.get_by_role("button", name="Make a link").click()


def sell_with_questions(owner: Page, counted: Counted) -> None:
    counted.press(owner.get_by_role("navigation", name="Places").get_by_role("link", name="Desk"))
    counted.press(owner.locator("main").get_by_role("link", name="Plans and prices"))
    owner.get_by_label("Name of the plan").fill("Membership")
    owner.get_by_label("Amount").first.fill("19")
    owner.get_by_label("Ask newcomers first").check()
    counted.send(owner.get_by_role("button", name="Open the plan"))
    expect(owner.get_by_role("heading", name="Membership")).to_be_visible()
    expect(owner.get_by_text("nobody pays before your yes")).to_be_visible()


def apply(page: Page, server: Server, counted: Counted, link: str) -> None:
    """A visitor with nothing but the link and a mailbox: no name, no picture, no password."""
    page.goto(link)
    page.get_by_label("E-mail").fill("tern@dock.example")
    counted.send(page.get_by_role("button", name="Send me a code"))
    page.get_by_label("Code").fill(steps.newest_code(server, "tern@dock.example"))
    counted.send(page.get_by_role("button", name=re.compile("^(Confirm|Sign in)$")))
    page.get_by_label("Alias").fill("Tern")
    page.get_by_label("What brings you here?").fill("A long winter.")
    page.get_by_label("I have read the agreement").check()
    page.get_by_label("I consent").check()
    counted.send(page.get_by_role("button", name="Send the application"))
    expect(page.get_by_role("heading", name="Your application")).to_be_visible()


def test_rows_1_and_12_a_plan_with_screening_and_an_application(
    server: Server, person: Open, owner: Page, opened: dict[str, str]
) -> None:
    therapist, newcomer = Counted(), Counted()
    sell_with_questions(owner, therapist)
    assert (therapist.forms, therapist.clicks) == (1, 3)
    apply(person(server, phone=True), server, newcomer, opened["link"])
    assert newcomer.clicks == 3


def test_row_4_a_subgroup_with_its_room(owner: Page, counted: Counted) -> None:
    counted.press(owner.get_by_role("link", name="Open a subgroup"))
    owner.get_by_label("Name", exact=True).fill("Slipway")
    owner.get_by_label("Hashtag").fill("slipway")
    counted.send(owner.get_by_role("button", name="Open the subgroup"))
    expect(owner.get_by_role("heading", name="Slipway")).to_be_visible()
    assert counted.clicks == 2


def test_row_8_somebody_becomes_a_curator(server: Server, person: Open, counted: Counted) -> None:
    page = person(server)
    steps.become(page, "owner")
    page.goto("/c/lantern/subgroups/")
    page.locator("main").get_by_role("link", name="Warm Shore").first.click()
    counted.press(page.get_by_role("link", name="Name a curator"))
    counted.send(page.get_by_role("button", name="Name as curator: Bracken"))
    place = page.locator(".list__item").filter(has_text="Bracken")
    expect(place.locator(".list__note")).to_have_text("Curator")
    assert counted.clicks == 2


def test_row_14_leaving_ends_the_payment(server: Server, person: Open, counted: Counted) -> None:
    page = person(server, phone=True)
    steps.sign_in(page, server, "reader8.en@demo.example")
    page.goto("/c/lantern/me/")
    counted.press(page.get_by_role("link", name="Leave this community"))
    counted.send(page.get_by_role("button", name="Leave and end the payment"))
    page.wait_for_url(re.compile("/left/"))
    expect(page.locator("h1")).to_be_visible()
    assert counted.clicks == 2


def test_row_15_somebody_is_muted(server: Server, person: Open, counted: Counted) -> None:
    page = person(server, phone=True)
    steps.sign_in(page, server, "person8.en@demo.example")
    page.goto("/c/lantern/feed/all/")
    counted.press(page.locator("article.post .more").first)
    counted.press(page.get_by_role("button", name="Do not show me their words"))
    expect(page.get_by_role("status").filter(has_text="Not shown to you any more")).to_be_visible()
    assert counted.clicks == 2
