"""What the desk says nobody answered, and where nobody wrote."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.desk import blocks_of
from core import clock
from core.tenancy import community_scope
from feeds import queries
from feeds.models import Placement
from feeds.operations import hide_post
from subgroups.models import Subgroup
from tests.factories import CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db


def ago(days):
    return clock.now() - timedelta(days=days)


def first(member):
    return [post.pk for post in queries.first_posts_unanswered(member)]


def test_a_first_post_nobody_answered_for_a_day_waits(here):
    waits = PostFactory(author=here.member, published_at=ago(2))
    PostFactory(author=here.insider, published_at=ago(0.5))
    assert first(here.owner) == [waits.pk]


def test_the_longest_waiting_stands_first(here):
    later = PostFactory(author=here.member, published_at=ago(2))
    longest = PostFactory(author=here.insider, published_at=ago(9))
    assert first(here.owner) == [longest.pk, later.pk]


def test_an_answer_of_another_ends_the_waiting(here):
    post = PostFactory(author=here.member, published_at=ago(2))
    CommentFactory(post=post, author=here.member)
    assert first(here.owner) == [post.pk]
    hidden = CommentFactory(post=post, author=here.insider, hidden_at=clock.now())
    assert first(here.owner) == [post.pk]
    hidden.delete()
    CommentFactory(post=post, author=here.insider)
    assert first(here.owner) == []


def test_a_second_post_staff_s_posts_and_hidden_ones_do_not_stand_there(here):
    answered = PostFactory(author=here.member, published_at=ago(5))
    CommentFactory(post=answered, author=here.insider)
    PostFactory(author=here.member, published_at=ago(3))
    PostFactory(author=here.specialist, published_at=ago(3))
    PostFactory(author=here.left, published_at=ago(3))
    PostFactory(author=here.reading_only, published_at=ago(90))
    hidden = PostFactory(author=here.insider, published_at=ago(3))
    hide_post(actor=here.owner, post=hidden, reason="x")
    assert first(here.owner) == []


def test_a_curator_sees_what_stands_in_own_subgroups(here):
    common = PostFactory(author=here.member, published_at=ago(2))
    own = PostFactory(author=here.insider, subgroup=here.quiet, published_at=ago(3))
    attic = PostFactory(
        author=MembershipFactory(community=here.community),
        subgroup=here.attic,
        published_at=ago(4),
    )
    assert first(here.curator) == [own.pk]
    assert first(here.owner) == [attic.pk, own.pk, common.pk]
    assert first(here.specialist) == [common.pk]
    Placement.objects.create(post=common, subgroup=here.north, published_at=common.published_at)
    assert first(here.curator) == [own.pk, common.pk]


def test_a_subgroup_without_a_post_for_two_weeks_is_quiet(here):
    Subgroup.objects.update(created_at=ago(30))
    PostFactory(author=here.insider, subgroup=here.north, published_at=ago(13))
    PostFactory(author=here.insider, subgroup=here.quiet, published_at=ago(15))
    assert list(queries.quiet_subgroups(here.owner)) == [here.attic, here.quiet]
    assert list(queries.quiet_subgroups(here.curator)) == [here.quiet]
    assert list(queries.quiet_subgroups(here.specialist)) == []


def test_a_common_post_with_the_hashtag_or_a_young_subgroup_is_not_quiet(here):
    Subgroup.objects.filter(pk=here.north.pk).update(created_at=ago(30))
    post = PostFactory(author=here.member, published_at=ago(1))
    assert list(queries.quiet_subgroups(here.curator)) == [here.north]
    Placement.objects.create(post=post, subgroup=here.north, published_at=post.published_at)
    assert list(queries.quiet_subgroups(here.curator)) == []


def test_a_curator_s_desk_begins_with_what_nobody_answered(cast, client_of):
    with community_scope(cast.community):
        post = PostFactory(author=cast.insider, subgroup=cast.quiet, published_at=ago(3))
        Subgroup.objects.update(created_at=ago(30))
        titles = [str(block.title) for block in blocks_of(cast.curator)]
    assert titles == ["First posts without an answer", "Quiet for two weeks"]
    text = client_of(cast.curator).get(reverse("communities:desk", args=[cast.community.slug])).text
    assert reverse("feeds:post", args=[cast.community.slug, post.pk]) in text
    assert text.index("First posts") < text.index("Subgroups and wishes to join")
    assert "Attic" not in text
