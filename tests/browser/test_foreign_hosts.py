"""No extra eyes: pages ask only their own origin, say nothing in titles, and carry the policy."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Open
from tests.browser.places import STORIES
from tests.browser.servers import Server
from tests.browser.walk import Heard, Seen

TELLING = re.compile(r"therap|psych|support|grief|pain|терап|псих|поддерж|боль", re.IGNORECASE)
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
# The one page an owner publishes may be found by search engines.
PUBLISHED = "landing"
POLICY = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
]
SILENT = {"data", "blob"}


def elsewhere(urls: list[str], own: str) -> list[str]:
    """Addresses that leave the server's own host and port."""
    hosts = {url: urlsplit(url) for url in urls}
    return [u for u, p in hosts.items() if p.scheme not in SILENT and p.netloc != own]


def test_pages_ask_only_their_own_origin(walked: list[Seen], server: Server) -> None:
    own = urlsplit(server.url).netloc
    assert [f"{seen}: {url}" for seen in walked for url in elsewhere(seen.requests, own)] == []


def test_a_foreign_request_would_be_heard(server: Server, person: Open) -> None:
    page = person(server, bypass_csp=True)
    page.route("https://counter.example/**", lambda route: route.abort())
    heard = Heard(page)
    page.goto("/help-now/")
    page.evaluate("fetch('https://counter.example/hit').catch(() => {})")
    own = urlsplit(server.url).netloc
    assert elsewhere(heard.requests, own) == ["https://counter.example/hit"]


def test_nothing_is_thrown_refused_or_missing(walked: list[Seen]) -> None:
    missing = "Failed to load resource"
    faults = [
        f"{seen}: {fault}"
        for seen in walked
        for fault in seen.faults
        if not (seen.status >= 400 and missing in fault)
    ]
    assert faults == []


def test_titles_are_neutral(walked: list[Seen]) -> None:
    names = [
        name.lower()
        for told in STORIES.values()
        for name in (told.slug, told.open_subgroup, told.closed_subgroup)
    ]
    names += ["lantern house", "займка"]
    telling = [
        f"{seen}: {seen.title}"
        for seen in walked
        if TELLING.search(seen.title) or any(name in seen.title.lower() for name in names)
    ]
    assert telling == []


@pytest.mark.parametrize("name", HEADERS)
def test_each_page_carries_the_header(walked: list[Seen], name: str) -> None:
    wrong = {str(seen): seen.headers.get(name) for seen in walked if seen.headers}
    assert {page: it for page, it in wrong.items() if it != HEADERS[name]} == {}


def test_only_the_published_page_may_be_found(walked: list[Seen]) -> None:
    asked = [seen for seen in walked if seen.headers]
    found = {s.name for s in asked if s.headers.get("x-robots-tag") != "noindex, nofollow"}
    assert found == {PUBLISHED}


def test_each_page_carries_the_policy(walked: list[Seen]) -> None:
    asked = [seen for seen in walked if seen.headers]
    assert asked
    for seen in asked:
        rules = seen.headers["content-security-policy"].split("; ")
        assert [rule for rule in POLICY if rule not in rules] == [], str(seen)
        assert not any("unsafe" in rule or "*" in rule for rule in rules), str(seen)
