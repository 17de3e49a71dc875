"""Two at the same moment: a recovery code opens once, an address has one account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from accounts import operations, recovery
from accounts.models import RecoveryCode, User
from tests.factories import UserFactory

THREADS = 4
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Callable[[Barrier], Any]) -> list[Any]:
    """What `work` gives in several threads; the barrier lets them meet inside it."""
    meet = Barrier(THREADS)

    def run(_: int) -> Any:
        try:
            return work(meet)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.fixture
def holder() -> tuple[User, str]:
    user = UserFactory()
    return user, recovery.renew(user)[0]


def test_a_recovery_code_opens_once(holder: tuple[User, str]) -> None:
    user, code = holder

    def use(meet: Barrier) -> bool:
        meet.wait(10)
        return recovery.use(user, code)

    assert sorted(at_once(use)) == [False, False, False, True]


def test_looking_before_deleting_would_open_it_more_often(holder: tuple[User, str]) -> None:
    """The control: without the count of the deleted rows the race is lost."""
    user, code = holder

    def look_then_delete(meet: Barrier) -> bool:
        rows = RecoveryCode.objects.filter(user=user, code_hash=recovery.hashed(user, code))
        found = rows.exists()
        meet.wait(10)
        rows.delete()
        return found

    assert at_once(look_then_delete).count(True) > 1


def test_an_address_gets_one_account() -> None:
    def open_account(meet: Barrier) -> int:
        meet.wait(10)
        return operations.open_account(email="new@example.org").pk

    assert len(set(at_once(open_account))) == 1
    assert User.objects.get().emailaddress_set.count() == 1
