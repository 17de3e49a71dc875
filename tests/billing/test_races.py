"""Many at once, with real threads and connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connection

from billing import gateway, operations
from billing.models import Checkout, Invoice, Subscription
from billing.operations import checkout
from core.tenancy import community_scope

MANY = 6


@pytest.fixture(autouse=True)
def needs_connections(db: None) -> None:
    """Threads of one in-memory database lock its tables against each other without waiting."""
    if live_settings.ON_SQLITE and connection.is_in_memory_db():  # type: ignore[attr-defined]
        pytest.skip("SQLite in memory; runs on a file and on PostgreSQL")


def at_once(community: Any, work: Callable[[int], Any]) -> list[Any]:
    """`work` in threads of their own, begun together; exceptions are results."""
    start = Barrier(MANY)

    def run(number: int) -> Any:
        try:
            with community_scope(community):
                start.wait(10)
                return work(number)
        except Exception as error:  # noqa: BLE001 - judged by the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_open_one_page(here, far, euro):
    urls = at_once(
        here.community,
        lambda _: operations.start_checkout(member=here.newcomer, price=euro),
    )
    assert len(set(map(str, urls))) == 1, urls
    assert Checkout.objects.count() == 1
    assert len(gateway.client().v1.checkout.sessions.list().data) == 1


@pytest.mark.django_db(transaction=True)
def test_tabs_with_two_prices_never_leave_two_open(here, far, euro, rouble):
    prices = [euro, rouble]
    urls = at_once(
        here.community,
        lambda n: operations.start_checkout(member=here.newcomer, price=prices[n % 2]),
    )
    assert Checkout.objects.filter(state="open").count() == 1
    outcomes = [far.pay(url) for url in {u for u in urls if isinstance(u, str)}]
    assert outcomes.count("complete") <= 1
    assert len(far.live()) == outcomes.count("complete")


@pytest.mark.django_db(transaction=True)
def test_webhook_and_return_page_write_one_mirror(here, far, euro):
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    stripe_id = far.live()[0].id
    session = Checkout.objects.get().stripe_id
    looks = [
        lambda: operations.apply_subscription("", stripe_id),
        lambda: operations.apply_session("", session),
        lambda: operations.look_at_checkout(member=here.newcomer, session_id=session),
    ]
    results = at_once(here.community, lambda n: looks[n % 3]())
    assert not [each for each in results if isinstance(each, Exception)], results
    assert Subscription.objects.count() == Invoice.objects.count() == 1
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


@pytest.mark.skipif(live_settings.ON_SQLITE, reason="IMMEDIATE serialises: nothing can fail")
@pytest.mark.django_db(transaction=True)
def test_control_without_lock_and_constraint_two_pages_open(here, far, euro, monkeypatch):
    meeting = Barrier(MANY)
    monkeypatch.setattr(checkout, "locked", lambda _: meeting.wait(10))
    constraint = next(
        each for each in Checkout._meta.constraints if each.name == "one_open_checkout"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Checkout, constraint)
    try:
        at_once(here.community, lambda _: checkout.attempt_of(here.newcomer, euro))
        assert Checkout.objects.count() > 1
    finally:
        Checkout.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Checkout, constraint)
