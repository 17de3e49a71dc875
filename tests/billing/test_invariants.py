"""The checks pass on what operations make, and each one fails on what must not be."""

from datetime import timedelta
from typing import Any

import pytest

from billing import invariants, operations
from billing.models import HandPayment, Invoice, Subscription
from communities.models import NEVER, Membership
from communities.operations import leave
from core import clock
from core.tenancy import across_communities

DAY = timedelta(days=1)


def broken() -> list[str]:
    with across_communities("as the command runs them"):
        return [line for check in invariants.checks for line in check()]


@pytest.fixture
def true(here: Any, payer: Any) -> Any:
    """A community in which all access was made by operations."""
    Membership.objects.exclude(role="owner").exclude(pk=here.newcomer.pk).exclude(
        pk=here.left.pk
    ).update(full_until=NEVER, read_until=NEVER)
    Membership.objects.filter(pk=here.left.pk).update(full_until=NEVER, read_until=NEVER)
    with across_communities("the other community of the cast"):
        Membership.objects.filter(pk=here.outsider.pk).update(full_until=NEVER, read_until=NEVER)
    payer()
    operations.give_place(actor=here.owner, member=here.member, until=None)
    return here


def test_what_operations_make_is_sound(true):
    assert broken() == []
    leave(actor=true.member)
    assert broken() == []


def test_access_that_was_not_paid_for_is_found(true):
    Membership.objects.filter(pk=true.newcomer.pk).update(
        read_until=clock.now() + 900 * DAY, full_until=clock.now() + 900 * DAY
    )
    assert any("access is not what was paid for" in line for line in broken())


def test_access_without_any_source_is_found(true):
    Membership.objects.filter(pk=true.curator.pk).update(read_until=clock.now() + DAY)
    assert any("in without money" in line for line in broken())


def test_paid_and_not_let_in_is_found(true):
    Membership.objects.filter(pk=true.newcomer.pk).update(state="joining")
    assert any("paid, but not let in" in line for line in broken())


def test_gone_with_access_and_gone_but_charged_are_found(true):
    Membership.objects.filter(pk=true.newcomer.pk).update(state="left")
    found = broken()
    assert any("gone, with access" in line for line in found)
    assert any("its member has gone" in line for line in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"amount_paid": 1}, "not what was due"), ({"currency": "USD"}, "another currency")],
)
def test_an_invoice_that_does_not_add_up_is_found(true, changes, said):
    Invoice.objects.update(**changes)
    assert any(said in line for line in broken())


def test_a_payment_without_a_period_is_found(true):
    now = clock.now()
    HandPayment.objects.create(
        membership=true.member,
        currency="EUR",
        amount=100,
        period_start=now,
        period_end=now,
        confirmed_by=true.owner,
        time_zone="UTC",
    )
    assert any("no amount or no period" in line for line in broken())


def test_a_subscription_that_is_ended_is_no_orphan(true):
    subscription = Subscription.objects.get()
    leave(actor=true.newcomer)
    from billing.operations.apply import request_cancellation

    request_cancellation(subscription, "left")
    assert not [line for line in broken() if "its member has gone" in line]
