"""The main job as people do it: open, join, pay, write, see it live, lose access, return."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import Open
from tests.browser.servers import Server


def open_community(owner: Page, server: Server, slug: str) -> str:
    """A therapist opens a community with a subgroup and a plan; gives the invitation's link."""
    steps.sign_up(owner, server, f"owner@{slug}.example", "/open/")
    owner.get_by_label("Name", exact=True).fill("The Quiet Quay")
    owner.get_by_label("Address").fill(slug)
    owner.get_by_label("Your alias").fill("Anna")
    owner.get_by_role("button", name="Open the community").click()
    owner.goto(f"/c/{slug}/subgroups/new/")
    owner.get_by_label("Name", exact=True).fill("North")
    owner.get_by_label("Hashtag").fill("north")
    owner.get_by_role("button", name="Open the subgroup").click()
    sell(owner, slug)
    owner.goto(f"/c/{slug}/invitations/")
    owner.get_by_role("button", name="Make a link").click()
    return owner.locator("input[readonly]").first.input_value()


def sell(owner: Page, slug: str) -> None:
    """One plan, two currencies, on one form."""
    owner.goto(f"/c/{slug}/billing/plans/")
    form = owner.locator("form").filter(has=owner.get_by_label("Name of the plan"))
    form.get_by_label("Name of the plan").fill("Membership")
    for number, (currency, amount) in enumerate([("EUR", "19"), ("USD", "21.50")]):
        form.get_by_label("Currency").nth(number).select_option(currency)
        form.get_by_label("Amount").nth(number).fill(amount)
    form.get_by_role("button", name="Open the plan").click()
    expect(owner.get_by_text("21.50").first).to_be_visible()


def join(page: Page, server: Server, link: str, alias: str, currency: str) -> None:
    """Sign up, choose an alias and a currency, agree, pay by card, be in."""
    steps.sign_up(page, server, f"{alias.lower()}@quay.example", link.partition(server.url)[2])
    page.get_by_label("Alias").fill(alias)
    page.get_by_role("radio", name=re.compile(re.escape(currency))).check()
    page.get_by_label("I have read the agreement").check()
    page.get_by_label("I consent").check()
    page.get_by_role("button", name="Join and go on to payment").click()
    steps.pay(page)
    page.wait_for_url(re.compile("/welcome/"))


def take_into_north(owner: Page, slug: str, alias: str) -> None:
    owner.goto(f"/c/{slug}/subgroups/")
    owner.get_by_role("link", name="North").first.click()
    owner.get_by_role("link", name="People", exact=True).first.click()
    owner.get_by_role("textbox", name="Alias").fill(alias)
    owner.get_by_role("button", name="Add", exact=True).click()
    expect(owner.get_by_text(alias).first).to_be_visible()


def walk(server: Server, person: Open, slug: str) -> None:
    owner, wren, finch = person(server), person(server, phone=True), person(server, phone=True)
    link = open_community(owner, server, slug)
    join(wren, server, link, "Wren", "$21.50")
    join(finch, server, link, "Finch", "€19")
    take_into_north(owner, slug, "Finch")
    sees_it_live(wren, finch, slug)
    loses_access_and_returns(server, wren, slug)


def sees_it_live(wren: Page, finch: Page, slug: str) -> None:
    """Wren, page open on a phone, sees Finch's post in the subgroup and the bell by themselves."""
    wren.goto(f"/c/{slug}/feed/all/")
    steps.is_live(wren)
    finch.goto(f"/c/{slug}/feed/all/")
    steps.publish(finch, "Half a window, washed. @Wren #north", "North")
    expect(finch.locator(".post").first).to_contain_text("Half a window")
    fresh = wren.get_by_role("button", name=re.compile("1 new"))
    expect(fresh).to_be_visible()
    expect(wren.locator("#bell")).to_contain_text("1")
    fresh.click()
    post = wren.locator(".post").first
    expect(post).to_contain_text("Half a window")
    expect(post.locator(".mention")).to_have_text("@Wren")
    expect(post.locator(".tag")).to_have_text("#north")


def loses_access_and_returns(server: Server, wren: Page, slug: str) -> None:
    """Cancelled, the clock past the end: the open page closes by itself; what must stay, stays."""
    wren.goto(f"/c/{slug}/billing/")
    wren.get_by_role("link", name="Switch renewal off").click()
    wren.get_by_role("button", name=re.compile("Switch|off")).click()
    wren.goto(f"/c/{slug}/feed/all/")
    steps.is_live(wren)
    clock = wren.context.new_page()
    steps.let_time_pass(clock, "A month later")
    steps.let_time_pass(clock, "Eight days later")
    wren.wait_for_url(re.compile("/billing/"), timeout=5_000)
    for address in ("billing/", "help-now/", "line-to-owner/", "leave/"):
        answer = clock.goto(f"/c/{slug}/{address}")
        assert answer is not None
        assert (answer.status, clock.url.rstrip("/").endswith(address.rstrip("/"))) == (200, True)
    clock.goto("/accounts/export/")
    clock.get_by_role("button", name="Make a copy").click()
    with clock.expect_download() as export:
        clock.get_by_role("link", name="Save it").click(timeout=20_000)
    assert export.value.suggested_filename.endswith(".zip")
    pay_again(wren, slug)


def pay_again(wren: Page, slug: str) -> None:
    wren.goto(f"/c/{slug}/billing/")
    wren.get_by_role("button", name=re.compile("21.50")).first.click()
    steps.pay(wren)
    wren.wait_for_url(re.compile("/feed/"))
    expect(wren.locator(".post").first).to_contain_text("Half a window")


def test_the_main_job_on_one_process(server: Server, person: Open) -> None:
    walk(server, person, "quiet-quay")


@pytest.mark.timeout(600)
def test_the_main_job_on_postgres_redis_and_processes_apart(apart: Server, person: Open) -> None:
    walk(apart, person, "quiet-quay")
