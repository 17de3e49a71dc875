"""Due rows, shown on the letter that something waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from core import clock, due
from core.tenancy import active
from notifications.models import BellMail
from tests.conftest import Cast

HOUR = timedelta(hours=1)


@pytest.fixture
def perform(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Put another operation in the place of the real one; gives what it was called with."""

    def install(operation: Callable[[Any], datetime | None], **how: Any) -> list[Any]:
        called: list[Any] = []

        def record(row: Any) -> datetime | None:
            called.append(row.pk)
            return operation(row)

        worker = due.Worker(
            BellMail, record, HOUR, how.get("at_most_once", False), how.get("tries")
        )
        monkeypatch.setitem(due.workers, BellMail._meta.label, worker)
        return called

    return install


def row(cast: Cast, **fields: Any) -> BellMail:
    return BellMail.objects.create(user=cast.member.user, **fields)


def sweep() -> int:
    return due.sweep(BellMail._meta.label)


def test_a_due_row_is_performed_once_in_its_scope(here: Cast, perform: Any) -> None:
    scopes: list[int | None] = []
    called = perform(lambda r: scopes.append(active()))
    waiting = row(here)
    assert (sweep(), sweep()) == (1, 0)
    assert called == [waiting.pk]
    assert scopes == [here.community.pk]
    waiting.refresh_from_db()
    assert waiting.done_at is not None


def test_a_row_waits_for_its_time(here: Cast, perform: Any, travel: Any) -> None:
    called = perform(lambda r: None)
    row(here, due_at=clock.now() + HOUR)
    assert sweep() == 0
    travel(2 * HOUR)
    assert sweep() == 1
    assert len(called) == 1


def test_an_error_is_kept_by_class_and_tried_later(here: Cast, perform: Any, travel: Any) -> None:
    perform(lambda r: 1 / 0)
    waiting = row(here)
    assert (sweep(), sweep()) == (1, 0)
    waiting.refresh_from_db()
    assert (waiting.last_error, waiting.attempts, waiting.done_at) == ("ZeroDivisionError", 1, None)
    called = perform(lambda r: None)
    travel(HOUR)
    sweep()
    assert called == [waiting.pk]


def test_an_operation_may_ask_to_be_called_again(here: Cast, perform: Any, travel: Any) -> None:
    called = perform(lambda r: clock.now() + HOUR if r.attempts == 1 else None, at_most_once=True)
    row(here)
    sweep()
    assert sweep() == 0
    travel(2 * HOUR)
    sweep()
    assert len(called) == 2
    assert sweep() == 0


def test_a_claimed_row_is_nobody_else_s_until_its_lease_ends(
    here: Cast, perform: Any, travel: Any
) -> None:
    called = perform(lambda r: None)
    waiting = row(here)
    assert due.claim(due.workers[BellMail._meta.label], waiting.pk)
    assert sweep() == 0
    travel(2 * HOUR)
    assert sweep() == 1
    assert called == [waiting.pk]


def test_at_most_once_means_a_crash_loses_it(here: Cast, perform: Any, travel: Any) -> None:
    def die(r: Any) -> None:
        raise KeyboardInterrupt

    perform(die, at_most_once=True)
    row(here)
    with pytest.raises(KeyboardInterrupt):
        sweep()
    travel(2 * HOUR)
    assert sweep() == 0


def claims(worker: due.Worker, pk: int, times: int, monkeypatch: Any) -> int:
    """How many of `times` workers got the row when all had looked before any of them wrote."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    return sum(due.claim(worker, pk) is not None for _ in range(times))


def test_two_workers_never_have_one_row(here: Cast, perform: Any, monkeypatch: Any) -> None:
    perform(lambda r: None)
    worker = due.workers[BellMail._meta.label]
    assert claims(worker, row(here).pk, 3, monkeypatch) == 1


def test_control_without_the_condition_two_workers_have_it(
    here: Cast, perform: Any, monkeypatch: Any
) -> None:
    perform(lambda r: None)
    worker = due.workers[BellMail._meta.label]
    waiting = row(here)
    plain = QuerySet.filter

    def unguarded(self: Any, *args: Any, **conditions: Any) -> Any:
        conditions.pop("claimed_until__lte", None)
        return plain(self, *args, **conditions)

    monkeypatch.setattr(QuerySet, "filter", unguarded)
    assert claims(worker, waiting.pk, 3, monkeypatch) == 3


def fail_for_good(cast: Cast, perform: Any, travel: Any, **how: Any) -> BellMail:
    perform(lambda r: 1 / 0, **how)
    waiting = row(cast)
    for _ in range(3):
        sweep()
        travel(HOUR)
    waiting.refresh_from_db()
    return waiting


def test_after_the_last_try_a_row_is_given_up(here: Cast, perform: Any, travel: Any) -> None:
    lost = fail_for_good(here, perform, travel, tries=2)
    assert (lost.attempts, lost.last_error) == (2, "ZeroDivisionError")
    assert list(due.given_up(BellMail.objects.all())) == [lost]


def test_without_a_number_of_tries_it_is_never_given_up(
    here: Cast, perform: Any, travel: Any
) -> None:
    assert fail_for_good(here, perform, travel).attempts == 3
    assert not due.given_up(BellMail.objects.all()).exists()


def test_what_was_given_up_can_be_tried_again(here: Cast, perform: Any, travel: Any) -> None:
    lost = fail_for_good(here, perform, travel, tries=2)
    called = perform(lambda r: None)
    assert due.try_again(BellMail.objects.all()) == 1
    assert (sweep(), called) == (1, [lost.pk])
    assert not due.given_up(BellMail.objects.all()).exists()
    assert due.try_again(BellMail.objects.all()) == 0


def test_what_may_happen_once_alone_is_given_up_at_its_first_failure(
    here: Cast, perform: Any, travel: Any
) -> None:
    lost = fail_for_good(here, perform, travel, at_most_once=True)
    assert lost.attempts == 1
    assert list(due.given_up(BellMail.objects.all())) == [lost]
    assert due.try_again(BellMail.objects.all()) == 0


def test_a_letter_is_tried_for_a_day_and_a_half(here: Cast, perform: Any, travel: Any) -> None:
    perform(lambda r: 1 / 0, tries=due.LETTER_TRIES)
    waiting = row(here)
    began = clock.now()
    while waiting.done_at is None:
        travel(max(waiting.due_at - clock.now(), timedelta()) + timedelta(seconds=1))
        sweep()
        waiting.refresh_from_db()
    assert timedelta(hours=24) < waiting.done_at - began < timedelta(hours=60)
