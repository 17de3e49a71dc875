"""Limits count what is there, and say when one can go on."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core import clock, limits
from core.limits import LimitReached

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.LIMITS = {"posts": 3, "comments": 3, "mentions": 3, "invitations": 3}


def ago(*minutes: int) -> list[Any]:
    return [clock.now() - timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("sent", "more", "passes"),
    [([], 1, True), ([], 3, True), ([5], 2, True), ([5, 9], 1, True), ([5, 9, 12], 1, False)],
)
def test_up_to_the_limit_everything_passes(sent: list[int], more: int, *, passes: bool) -> None:
    if passes:
        limits.hold("posts", ago(*sent), more=more)
        return
    with pytest.raises(LimitReached):
        limits.hold("posts", ago(*sent), more=more)


@pytest.mark.parametrize(("more", "wait"), [(1, 50), (2, 51), (3, 58)])
def test_one_can_go_on_once_enough_is_an_hour_old(more: int, wait: int) -> None:
    with pytest.raises(LimitReached) as reached:
        limits.hold("mentions", ago(2, 9, 10), more=more)
    assert reached.value.until is not None
    assert abs(reached.value.until - clock.now() - timedelta(minutes=wait)) < timedelta(seconds=5)


def test_too_much_for_any_hour_says_no_time() -> None:
    with pytest.raises(LimitReached) as reached:
        limits.hold("invitations", [], more=4)
    assert reached.value.until is None
    assert "Up to 3 invitations" in reached.value.sentence


def test_the_time_is_the_readers_own_and_whole() -> None:
    until = clock.now().replace(hour=9, minute=5, second=30)
    reached = LimitReached("posts", 3, until)
    with timezone.override("Asia/Novosibirsk"):
        assert "16:06" in reached.sentence
        with translation.override("ru"):
            assert "16:06" in reached.sentence


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["posts", "comments", "mentions", "invitations"])
def test_each_limit_has_its_sentence(name: str, language: str) -> None:
    with translation.override(language):
        assert "3" in LimitReached(name, 3, clock.now()).sentence
