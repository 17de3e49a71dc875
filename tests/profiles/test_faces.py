"""Pictures stand wherever people are listed: for those who see them, at one query a list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Membership
from communities.operations import block
from core.tenancy import community_scope
from feeds.models import Follow
from tests.conftest import Cast
from tests.feeds.writing import reply, say
from tests.profiles.test_profiles import picture

pytestmark = pytest.mark.django_db
Clients = Callable[[Membership | None], Client]
LISTS = ("people", "circle", "suggestions", "notices")


def url(cast: Cast, name: str) -> str:
    slug = [cast.community.slug]
    return {
        "people": reverse("communities:people", args=slug),
        "circle": reverse("feeds:circle", args=slug),
        "suggestions": reverse("feeds:suggest_people", args=slug) + "?q=",
        "notices": reverse("notifications:index", args=slug),
    }[name]


def others(cast: Cast) -> list[Membership]:
    return [cast.insider, cast.curator, cast.owner]


def meet(cast: Cast, *, shown: int) -> None:
    """The member keeps three near, and was answered by them; the first `shown` have a picture."""
    post = say(cast.member)
    for who in others(cast):
        Follow.objects.create(follower=cast.member, followee=who)
        reply(who, post)
    for who in others(cast)[:shown]:
        picture(who, "community")


@pytest.mark.parametrize("name", LISTS)
def test_whoever_sees_the_picture_sees_it_there(name: str, cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        meet(cast, shown=1)
    face = reverse("profiles:face", args=[cast.community.slug, cast.insider.pk])
    client = client_of(cast.member)
    assert face in client.get(url(cast, name)).text
    with community_scope(cast.community):
        cast.insider.picture.delete()
    assert face not in client.get(url(cast, name)).text


@pytest.mark.parametrize("name", ["people", "suggestions"])
def test_whoever_does_not_sees_the_drawing(name: str, cast: Cast, client_of: Clients) -> None:
    """People of other subgroups, and whoever was blocked."""
    with community_scope(cast.community):
        picture(cast.insider, "subgroups")
        picture(cast.curator, "community")
        block(actor=cast.curator, person=cast.member)
    for client, seen in ((client_of(cast.member), False), (client_of(cast.reading_only), True)):
        text = client.get(url(cast, name)).text
        inside, led = (
            reverse("profiles:face", args=[cast.community.slug, who.pk])
            for who in (cast.insider, cast.curator)
        )
        assert inside not in text
        assert (led in text) == seen


@pytest.mark.parametrize("name", LISTS)
def test_one_picture_and_three_cost_the_same(
    name: str, cast: Cast, client_of: Clients, django_assert_num_queries: Any
) -> None:
    with community_scope(cast.community):
        meet(cast, shown=1)
    client = client_of(cast.member)
    client.get(url(cast, name))
    number = {"people": 9, "circle": 8, "suggestions": 5, "notices": 9}[name]
    with django_assert_num_queries(number):
        client.get(url(cast, name))
    with community_scope(cast.community):
        for who in others(cast)[1:]:
            picture(who, "community")
    with django_assert_num_queries(number):
        client.get(url(cast, name))
