from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import clock


def real_distance() -> timedelta:
    return clock.now() - datetime.now(UTC)


def test_the_clock_stands_still_against_real_time_unless_it_may_move(settings: Any) -> None:
    settings.CLOCK_MOVES = False
    with pytest.raises(RuntimeError):
        clock.move(timedelta(days=1))
    assert abs(real_distance()) < timedelta(seconds=1)


def test_moves_add_up(travel: Any) -> None:
    travel(timedelta(days=1))
    travel(timedelta(hours=2))
    assert abs(real_distance() - timedelta(days=1, hours=2)) < timedelta(seconds=1)


def test_another_process_sees_the_move(travel: Any) -> None:
    travel(timedelta(days=3))
    clock.forget()
    assert real_distance() > timedelta(days=2)


def test_the_clock_never_goes_back(travel: Any) -> None:
    with pytest.raises(ValueError, match="forward"):
        clock.move(timedelta(seconds=-1))


def test_the_row_is_read_at_most_once_a_second(travel: Any, django_assert_num_queries: Any) -> None:
    clock.now()
    with django_assert_num_queries(0):
        clock.now()
