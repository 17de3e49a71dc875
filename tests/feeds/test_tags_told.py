"""A hashtag tells nobody of words they do not read: not offered, not counted, no page."""

from typing import Any

import pytest
from django.urls import reverse

from core.tenancy import community_scope
from feeds.queries import suggest_tags
from tests.conftest import Cast
from tests.feeds.writing import say

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["quiet", "attic"])
def test_a_tag_used_inside_is_for_those_inside(place: str, cast: Cast, client_of: Any) -> None:
    with community_scope(cast.community):
        say(cast.insider, "A #longing nobody else knows", place=getattr(cast, place))
        offered = {
            role: suggest_tags(member=getattr(cast, role), prefix="lon")
            for role in ("insider", "owner", "member", "specialist", "reading_only")
        }
    inside = {"insider", "owner"}
    assert offered == {role: ["longing"] if role in inside else [] for role in offered}
    url = reverse("feeds:tag", args=[cast.community.slug, "longing"])
    unused = reverse("feeds:tag", args=[cast.community.slug, "neverused"])
    stranger = client_of(cast.member)
    assert stranger.get(url).content == stranger.get(unused).content
    assert stranger.get(url).status_code == 404
    assert client_of(cast.insider).get(url).status_code == 200


def test_a_tag_used_inside_and_outside_shows_outside_alone(cast: Cast, client_of: Any) -> None:
    with community_scope(cast.community):
        inside = say(cast.insider, "Here it is #dark", place=cast.quiet)
        outside = say(cast.insider, "The evening is #dark")
    page = client_of(cast.member).get(reverse("feeds:tag", args=[cast.community.slug, "dark"]))
    assert [post.pk for post in page.context["page"].posts] == [outside.pk]
    assert inside.code not in page.text


@pytest.mark.parametrize("name", ["quiet", "attic"])
def test_the_hashtag_of_a_closed_or_hidden_one_is_an_ordinary_word_for_others(
    name: str, cast: Cast, client_of: Any
) -> None:
    with community_scope(cast.community):
        post = say(cast.member, f"A word: #{name}")
        assert not post.placements.exists()
    page = client_of(cast.member).get(reverse("feeds:tag", args=[cast.community.slug, name]))
    assert page.context["its_subgroup"] is None
    theirs = client_of(cast.insider).get(reverse("feeds:tag", args=[cast.community.slug, name]))
    assert theirs.context["its_subgroup"] == getattr(cast, name)
