"""«Мой круг»."""

import pytest

from core.permissions import Refused
from feeds.models import Follow
from feeds.operations import follow, unfollow
from feeds.queries import circle_of, is_near
from notifications.models import Notification
from tests.conftest import Cast


def test_following_twice_is_following_once_and_nobody_is_told(here: Cast) -> None:
    follow(actor=here.member, person=here.insider)
    follow(actor=here.member, person=here.insider)
    assert circle_of(here.member) == [here.insider]
    assert not Notification.objects.exists()


def test_ones_own_list_alone_is_seen(here: Cast) -> None:
    follow(actor=here.member, person=here.insider)
    assert Follow.objects.visible_to(here.member).count() == 1
    for other in (here.insider, here.owner):
        assert not Follow.objects.visible_to(other).exists()


def test_unfollowing_leaves_others_lists_alone(here: Cast) -> None:
    follow(actor=here.member, person=here.insider)
    follow(actor=here.curator, person=here.insider)
    unfollow(actor=here.member, person=here.insider)
    assert not is_near(here.member, here.insider)
    assert is_near(here.curator, here.insider)


def test_nobody_follows_themselves(here: Cast) -> None:
    with pytest.raises(Refused):
        follow(actor=here.member, person=here.member)


def test_who_may_only_read_still_has_a_circle(here: Cast) -> None:
    follow(actor=here.reading_only, person=here.insider)
    assert circle_of(here.reading_only) == [here.insider]
