"""Each way django-scopes alone would let through is refused here, one test each."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef
from django_scopes import scope

from communities.models import Membership
from core.tenancy import ScopeError, across_communities, active, community_scope
from feeds.models import Follow, Post
from tests.conftest import Cast
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db

WITHOUT_SCOPE: dict[str, Callable[[], Any]] = {
    "all": lambda: list(Post.objects.all()),
    "filter": lambda: list(Post.objects.filter(pk=1)),
    "get": lambda: Post.objects.get(pk=1),
    "exists": lambda: Post.objects.exists(),
    "exclude_exists": lambda: Post.objects.exclude(pk=1).exists(),
    "explain": lambda: Post.objects.explain(),
    "count": lambda: Post.objects.count(),
    "aggregate": lambda: Post.objects.aggregate(n=Count("pk")),
    "values": lambda: list(Post.objects.values("pk")),
    "in_bulk": lambda: Post.objects.in_bulk([1]),
    "iterator": lambda: list(Post.objects.iterator()),
    "contains": lambda: Post.objects.contains(Post(pk=1)),
    "update": lambda: Post.objects.update(source=""),
    "delete": lambda: Post.objects.all().delete(),
    "raw_delete": lambda: Post.objects.all()._raw_delete("default"),
    "raw": lambda: list(Post.objects.raw("SELECT * FROM feeds_post")),
    "create": lambda: Post.objects.create(source=""),
    "get_or_create": lambda: Post.objects.get_or_create(pk=1),
    "update_or_create": lambda: Post.objects.update_or_create(pk=1),
    "bulk_create": lambda: Post.objects.bulk_create([Post(source="")]),
    "save": lambda: Post(source="").save(),
    "union": lambda: list(Post.objects.all().union(Post.objects.all())),
    "dates": lambda: list(Post.objects.dates("published_at", "day")),
    "first": lambda: Post.objects.first(),
}


@pytest.mark.parametrize("way", WITHOUT_SCOPE)
def test_nothing_gets_through_without_a_scope(way: str) -> None:
    with pytest.raises(ScopeError):
        WITHOUT_SCOPE[way]()


def test_a_scope_needs_a_community() -> None:
    with pytest.raises(ScopeError), community_scope(None):
        pass


def test_the_library_s_own_empty_scope_is_refused() -> None:
    with scope(community=None), pytest.raises(ScopeError):
        list(Post.objects.all())


def test_a_refused_queryset_is_refused_inside_a_subquery(cast: Cast) -> None:
    refused = Post.objects.all()
    with community_scope(cast.community), pytest.raises(ScopeError):
        list(Membership.objects.filter(posts__in=refused))


def test_a_refused_queryset_is_refused_inside_exists(cast: Cast) -> None:
    refused = Post.objects.filter(author=OuterRef("pk"))
    with community_scope(cast.community), pytest.raises(ScopeError):
        list(Membership.objects.filter(Exists(refused)))


def test_a_refused_queryset_is_refused_at_either_side_of_or(cast: Cast) -> None:
    refused = Post.objects.filter(pk=1)
    with community_scope(cast.community):
        with pytest.raises(ScopeError):
            list(Post.objects.filter(pk=2) | refused)
        with pytest.raises(ScopeError):
            list(refused | Post.objects.filter(pk=2))


def test_rows_of_another_community_do_not_exist(cast: Cast) -> None:
    with community_scope(cast.elsewhere):
        assert not Post.objects.exists()
        assert list(Membership.objects.all()) == [cast.outsider]


def test_a_row_cannot_be_written_into_another_community(here: Cast) -> None:
    with pytest.raises(ScopeError):
        Post(community=here.elsewhere, source="").save()
    with pytest.raises(ScopeError):
        Post.objects.create(community=here.elsewhere, source="")
    with pytest.raises(ScopeError):
        Post.objects.bulk_create([Post(community=here.elsewhere, source="")])


def test_a_row_cannot_be_added_through_a_relation(here: Cast) -> None:
    post = Post(community=here.elsewhere, source="")
    with pytest.raises(ScopeError):
        here.member.posts.add(post, bulk=False)


def test_a_row_of_another_community_cannot_be_deleted(here: Cast) -> None:
    with pytest.raises(ScopeError):
        here.outsider.delete()


def test_a_new_row_takes_its_community_from_the_scope(here: Cast) -> None:
    follow = Follow.objects.create(follower=here.member, followee=here.owner)
    assert follow.community_id == here.community.pk


def test_related_rows_are_filtered_too(here: Cast) -> None:
    PostFactory(author=here.member)
    assert here.member.posts.count() == 1
    with community_scope(here.elsewhere):
        assert here.member.posts.count() == 0


def test_across_communities_needs_a_reason() -> None:
    with pytest.raises(ScopeError), across_communities(""):
        pass


def test_across_communities_sees_all_and_a_new_row_names_its_own(cast: Cast) -> None:
    with across_communities("test"):
        assert active() is None
        assert Membership.objects.filter(pk=cast.outsider.pk).exists()
        with pytest.raises(ScopeError):
            Follow.objects.create(follower=cast.member, followee=cast.owner)


def test_scopes_close_again(cast: Cast) -> None:
    with community_scope(cast.community):
        with community_scope(cast.elsewhere):
            assert active() == cast.elsewhere.pk
        assert active() == cast.community.pk
    with pytest.raises(ScopeError):
        list(Post.objects.all())
