"""The data that is measured is what the product itself would have written, only more of it."""

from typing import Any

import pytest
from django.db.models import Count, F
from django.test import Client
from django.urls import Resolver404, resolve

from bench import data
from bench.settings import MIDDLEWARE
from communities.models import Community, Membership
from config.management.commands.check_invariants import CHECKS
from core.tenancy import across_communities, community_scope
from feeds.models import Comment, Placement, Post
from feeds.queries import Audiences, page_of, stream_named
from subgroups.models import Subgroup

POSTS = 60


@pytest.fixture
def facts(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(data, "PEOPLE", 60)
    monkeypatch.setattr(data, "CHUNK", 25)
    return data.fill(POSTS)


def reader_of(facts: dict[str, Any], slug: str = "slug") -> Membership:
    with across_communities("the reader of a measurement"):
        members = Membership.objects.select_related("community")
        return members.get(community__slug=facts[slug], user__email="person1@bench.example")


def signed_in(facts: dict[str, Any], settings: Any) -> Client:
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "bench.urls", MIDDLEWARE
    client = Client()
    client.cookies["session"] = facts["sessions"]["reader"]
    return client


def test_invariants_hold(facts: dict[str, Any]) -> None:
    with across_communities("invariants hold over the whole installation"):
        assert [line for check in CHECKS for line in check()] == []


def test_there_is_as_much_as_was_asked_for(facts: dict[str, Any]) -> None:
    with community_scope(Community.objects.get(slug=facts["slug"])):
        assert Post.objects.count() == POSTS
        assert Membership.objects.present().count() == 60
        assert Subgroup.objects.filter(for_staff=False).count() == 30
        assert Comment.objects.count() > data.ANSWERS
        assert Placement.objects.exists()
        miscounted = Post.objects.annotate(n=Count("comments")).exclude(n=F("comment_count"))
        assert not miscounted.exists()
    with community_scope(Community.objects.get(slug=facts["small"])):
        assert Post.objects.count() == 1


def test_the_deepest_page_is_the_last(facts: dict[str, Any]) -> None:
    reader = reader_of(facts)
    with community_scope(reader.community):
        stream = stream_named("all", None, reader)
        page = page_of(stream, reader, Audiences(), before=facts["deepest"])
    assert page.posts
    assert page.earlier == ""


def test_the_pages_that_are_measured_answer(facts: dict[str, Any], settings: Any) -> None:
    client, root = signed_in(facts, settings), f"/c/{facts['slug']}"
    for path in ("feed/all/", "feed/circle/", f"posts/{facts['answered']}/", "floor/"):
        assert client.get(f"{root}/{path}").status_code == 200, path
    assert client.get(f"/c/{facts['small']}/feed/all/").status_code == 200


def test_the_floor_makes_two_queries_of_its_own(facts: dict[str, Any], settings: Any) -> None:
    client, count = signed_in(facts, settings), {"X-Bench": "count"}
    floor = client.get(f"/c/{facts['slug']}/floor/", headers=count)
    empty = client.get(f"/c/{facts['slug']}/floor/empty/", headers=count)
    assert int(floor["X-Queries"]) - int(empty["X-Queries"]) == 2
    assert floor.content.count(b"<article") == 20


def test_the_floor_writes_one_row(facts: dict[str, Any], settings: Any) -> None:
    client, root = signed_in(facts, settings), f"/c/{facts['slug']}/floor"
    answer = client.post(f"{root}/write/", {"body": facts["body"]})
    assert answer.headers["Location"] == f"{root}/"
    with community_scope(Community.objects.get(slug=facts["slug"])):
        assert Post.objects.count() == POSTS + 1


@pytest.mark.parametrize("path", ["floor/", "floor/empty/", "floor/write/"])
def test_the_product_has_no_floor(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/c/river/{path}", "config.urls")
    assert resolve(f"/c/river/{path}", "bench.urls")
