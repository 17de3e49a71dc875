"""Address by role: what each of the cast gets, and that no address is without its row."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from communities.models import Membership
from tests.conftest import Cast
from tests.invariants.rows import INSIDE, OUTSIDE, ROWS
from tests.invariants.rows.base import EVERYBODY, Row

# Addresses whose roles other tests walk, each with the reason.
ELSEWHERE = {
    "accounts": "a person's own account has no community role: tests/accounts",
    "stripe_webhook": "nobody signs in there; tests/billing forge and replay it",
    "admin": "the operator alone, who has no community role: tests/config/test_operator.py",
    "components": "shown where DEBUG or a demo is: tests/config/test_showcase.py",
}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            inner = f"{found.namespace}:" if found.namespace else ""
            route = str(found.pattern)
            if not route.startswith(("accounts/", f"{settings.ADMIN_PATH}/")):
                yield from names(found, space + inner)
        elif isinstance(found, URLPattern):
            yield f"{space}{found.name}"


def test_every_address_has_a_row() -> None:
    walked = {row.name for row in ROWS} | ELSEWHERE.keys()
    assert sorted(set(names(get_resolver())) - walked) == []


def test_every_row_is_an_address() -> None:
    assert {row.name for row in ROWS} - set(names(get_resolver())) == set()


def outcome(response: Any) -> Any:
    """A status, or where a redirect leads."""
    if response.status_code not in (301, 302):
        return response.status_code
    place = response.url
    if place.startswith(reverse(settings.LOGIN_URL)):
        return "sign-in"
    ways = {"/billing/": "billing", "/feed/": "feed", "/subgroups/": "card"}
    return next((word for end, word in ways.items() if end in place), "done")


def wanted(expected: Any, got: Any) -> bool:
    if expected == "done":
        return got == 200 or isinstance(got, str)
    return bool(expected == got)


def ask(row: Row, cast: Cast, client: Client) -> Any:
    arguments = row.arguments(cast)
    inside = row.name in {r.name for r in INSIDE}
    slug = {"slug": cast.community.slug} if inside else {}
    url = reverse(row.name, kwargs=slug | arguments)
    return getattr(client, row.method)(url, row.data(cast))


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_each_role_gets_what_the_row_says(
    row: Row, cast: Cast, client_of: Callable[[Membership | None], Client]
) -> None:
    expected = row.expected()
    got = {}
    for role, who in cast.everybody().items():
        with transaction.atomic():
            got[role] = outcome(ask(row, cast, client_of(who)))
            transaction.set_rollback(True)
    wrong = {r: (expected[r], got[r]) for r in EVERYBODY if not wanted(expected[r], got[r])}
    assert wrong == {}


def asked_as(row: Row, client: Client, url: str, headers: dict[str, str]) -> bytes:
    content: bytes = client.get(url, headers=headers).content
    return content


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ru"])
def test_absent_and_forbidden_are_the_same_bytes(
    cast: Cast, client_of: Callable[[Membership | None], Client], language: str
) -> None:
    """A closed post, a hidden subgroup, another community, an id never used, no such address."""
    asked = [row for row in ROWS if row.method == "get" and 404 in row.expected().values()]
    headers = {"accept-language": language}
    pages = set()
    for row in asked:
        slug = {} if row in OUTSIDE else {"slug": cast.community.slug}
        url = reverse(row.name, kwargs=slug | row.arguments(cast))
        for role, who in cast.everybody().items():
            if row.expected()[role] == 404:
                pages.add(asked_as(row, client_of(who), url, headers))
    for url in ("/c/never-used/feed/", "/no/such/address/", f"/c/{cast.community.slug}/nothing/"):
        pages.add(client_of(cast.member).get(url, headers=headers).content)
    assert len(pages) == 1
