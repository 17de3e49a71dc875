"""After a post at night or outside the curators' hours."""

from datetime import UTC, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from core import clock
from core.tenancy import community_scope
from feeds.queries import when_read
from subgroups.models import Subgroup
from tests.conftest import Cast
from tests.feeds.writing import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(travel: Any) -> Any:
    """Move the clock to the next `hour` of UTC."""

    def move(hour: int) -> None:
        now = clock.now()
        travel((now.replace(hour=hour, minute=0, second=1) - now) % timedelta(days=1))

    return move


def every_evening(cast: Cast) -> None:
    with community_scope(cast.community):
        Subgroup.objects.filter(pk=cast.quiet.pk).update(
            reading_days="0123456", reads_from=time(18), reads_until=time(20)
        )


def quiet(cast: Cast) -> Subgroup:
    every_evening(cast)
    found: Subgroup = Subgroup.objects.get(pk=cast.quiet.pk)
    return found


def test_by_day_nothing_is_said_of_a_common_post(here: Cast, at: Any) -> None:
    at(12)
    assert when_read(say(here.member), UTC) is None


def test_at_night_it_is_said_to_everybody_whatever_they_wrote(here: Cast, at: Any) -> None:
    at(2)
    for body in ("I want to die", "Look, snow"):
        found = when_read(say(here.member, body), UTC)
        assert found is not None
        assert found.at is None


@pytest.mark.parametrize("hour", [12, 2, 21])
def test_outside_the_hours_the_next_ones_are_named(here: Cast, at: Any, hour: int) -> None:
    at(hour)
    found = when_read(say(here.insider, place=quiet(here)), UTC)
    assert found is not None
    assert found.at is not None
    assert found.at.hour == 18
    assert timedelta() < found.at - clock.now() < timedelta(days=1)


def test_inside_the_hours_nothing_is_said(here: Cast, at: Any) -> None:
    at(19)
    assert when_read(say(here.insider, place=quiet(here)), UTC) is None


def publish(cast: Cast, client: Any, **more: Any) -> Any:
    typed = {"body": "A word", "submission": str(uuid4()), "place": cast.quiet.code}
    url = reverse("feeds:post_create", args=[cast.community.slug])
    return client.post(url, typed, follow=True, **more)


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}], ids=["htmx", "no script"])
def test_it_stands_beside_the_confirmation_with_the_way_to_help(
    headers: dict[str, str], cast: Cast, client_of: Any, at: Any
) -> None:
    at(2)
    every_evening(cast)
    client = client_of(cast.insider)
    text = " ".join(publish(cast, client, headers=headers).text.split())
    assert "The curators of “Quiet” read next <time" in text
    assert "today at 18:00</time>." in text
    help_now = reverse("communities:help_now", args=[cast.community.slug])
    assert f'there is <a href="{help_now}">Help now</a>.' in text
    assert text.count("Published.") == 1


def test_by_day_without_script_one_is_led_to_the_post(cast: Cast, client_of: Any, at: Any) -> None:
    at(12)
    answer = publish(cast, client_of(cast.insider))
    assert "#post-" in answer.redirect_chain[0][0]
    assert "Published." not in answer.text
