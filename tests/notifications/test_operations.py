"""Telling, reading, and the letter that waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from core import clock, due, live
from notifications.consumers import BellTopic
from notifications.letters import wait_until
from notifications.models import BellMail, Notification
from notifications.operations import read_all, read_target, tell
from notifications.queries import notices_of, unread_count
from tests.conftest import Cast
from tests.feeds.writing import say

MINUTE = timedelta(minutes=1)


def told(cast: Cast, times: int = 1) -> list[int]:
    """The member is mentioned in so many posts."""
    return [say(cast.insider, "@Wren hello").pk for _ in range(times)]


@pytest.fixture
def noon(travel: Any) -> Any:
    """It is noon where everybody lives."""
    now = clock.now()
    ahead = (now.replace(hour=12, minute=0, second=0) - now) % timedelta(days=1)
    travel(ahead)
    return travel


def test_nobody_is_told_twice_and_nobody_who_is_gone(here: Cast) -> None:
    for _ in range(2):
        tell(users=[here.member.user_id, None], kind="post_mention", target=1)
    assert Notification.objects.count() == BellMail.objects.count() == 1


def test_the_bell_is_rung_after_the_commit(here: Cast, nudges: Any, committed: Any) -> None:
    with committed():
        tell(users=[here.member.user_id], kind="post_mention", target=1)
        assert nudges == []
    bells = [n for n in nudges if n.name.startswith("notifications.bell")]
    assert [n.name for n in bells] == [
        f"notifications.bell.{here.community.pk}.{here.member.user_id}"
    ]


def test_what_was_shown_is_read_and_what_came_later_is_not(here: Cast) -> None:
    told(here, 2)
    user = here.member.user_id
    first = Notification.objects.order_by("pk")[0]
    assert unread_count(user) == 2
    read_all(user_id=user, up_to=first.pk)
    assert unread_count(user) == 1


def test_seeing_a_thing_at_its_place_reads_its_notice(here: Cast) -> None:
    (post,) = told(here)
    read_target(user_id=here.member.user_id, kinds=["post_mention"], targets=[post])
    assert unread_count(here.member.user_id) == 0


def test_who_may_no_longer_read_counts_nothing(here: Cast) -> None:
    told(here)
    here.member.state = "left"
    here.member.save()
    assert unread_count(here.member.user_id) == 0
    assert notices_of(here.member.user_id) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    told(here, count)
    with django_assert_num_queries(4):  # one is of whom the member keeps apart; entry knows
        assert len(notices_of(here.member.user_id, here.member)) == count


def test_one_letter_without_content_after_some_minutes(here: Cast, noon: Any) -> None:
    told(here, 3)
    due.sweep("notifications.BellMail")
    assert mail.outbox == []
    noon(6 * MINUTE)
    due.sweep("notifications.BellMail")
    (letter,) = mail.outbox
    assert letter.to == [here.member.user.email]
    assert "hello" not in letter.body
    assert here.community.name not in letter.subject + letter.body


def test_no_letter_for_what_was_read_meanwhile(here: Cast, noon: Any) -> None:
    (post,) = told(here)
    read_target(user_id=here.member.user_id, kinds=["post_mention"], targets=[post])
    noon(6 * MINUTE)
    due.sweep("notifications.BellMail")
    assert mail.outbox == []


def test_letters_wait_until_the_morning_where_the_person_lives(here: Cast, noon: Any) -> None:
    here.member.user.time_zone = "Asia/Tokyo"
    here.member.user.save()
    told(here)
    noon(timedelta(hours=2))
    due.sweep("notifications.BellMail")
    assert mail.outbox == []
    noon(timedelta(hours=10))
    due.sweep("notifications.BellMail")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("hour", "until"),
    [(7, 8), (8, None), (21, None), (22, 32), (23, 32), (0, 8)],
)
def test_quiet_hours_are_from_ten_to_eight(here: Cast, hour: int, until: int | None) -> None:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    expected = None if until is None else day + timedelta(hours=until)
    assert wait_until(here.member.user, day + timedelta(hours=hour)) == expected


def test_everybody_hears_their_own_bell_alone(here: Cast) -> None:
    own = f"{here.community.pk}.{here.member.user_id}"
    assert BellTopic().may_join(here.member, own)
    assert not BellTopic().may_join(here.insider, own)
    told(here)
    viewer = live.Viewer(here.member.pk, "ru", "UTC")
    (frame,) = BellTopic().frames(own, "badge", [here.member.user_id], {viewer})[viewer]
    assert "отклик ждёт" in frame.html
