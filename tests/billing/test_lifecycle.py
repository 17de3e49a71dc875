"""The whole life of a subscription against the fake Stripe."""

from datetime import timedelta

from billing import operations
from billing.models import AccessLetter, Checkout, Invoice, Subscription
from billing.operations import sweeps
from communities.models import NEVER, Membership
from core import clock
from tests.billing.conftest import FAILS_LATER, GOOD

DAY = timedelta(days=1)


def test_paying_lets_a_newcomer_in(here, payer):
    subscription = payer()
    assert subscription.status == "active"
    assert here.newcomer.state == Membership.State.ACTIVE
    assert here.newcomer.joined_at is not None
    assert here.newcomer.may_write
    assert Checkout.objects.get().state == Checkout.State.COMPLETE
    assert Invoice.objects.get().amount_paid == 3000


def test_access_of_a_payer_contains_the_grace(here, payer):
    subscription = payer()
    assert subscription.paid_until == subscription.period_end
    assert here.newcomer.full_until >= subscription.period_end + 7 * DAY
    assert here.newcomer.read_until >= subscription.period_end + 14 * DAY


def test_a_renewal_moves_the_end(here, payer, later):
    first = payer()
    later(days=32)
    again = Subscription.objects.get(pk=first.pk)
    assert again.paid_until > first.paid_until
    here.newcomer.refresh_from_db()
    assert here.newcomer.full_until > first.paid_until + 20 * DAY
    assert Invoice.objects.filter(status="paid").count() == 2


def test_between_the_periods_end_and_the_charge_nothing_more_is_granted(here, payer, later):
    first = payer(number=FAILS_LATER)
    later(seconds=int((first.period_end - clock.now()).total_seconds()) + 600)
    same = Subscription.objects.get(pk=first.pk)
    assert same.period_start == first.period_end
    assert same.paid_until == first.paid_until


def test_failed_renewal_grace_reading_only_closed_and_back(here, payer, later, far, euro):
    first = payer(number=FAILS_LATER)
    later(days=32)
    member = here.newcomer
    member.refresh_from_db()
    assert Subscription.objects.get().status == "past_due"
    assert member.may_write
    assert AccessLetter.objects.filter(kind="payment_failed").count() == 1
    later(seconds=int((member.full_until - clock.now()).total_seconds()) + 1)
    assert member.may_read
    assert not member.may_write
    later(seconds=int((member.read_until - clock.now()).total_seconds()) + 1)
    assert not member.may_read
    sweeps.end_access()
    sweeps.stop_charging()
    later(seconds=1)
    assert Subscription.objects.get().status == "canceled"
    assert far.live() == []
    url = operations.start_checkout(member=member, price=euro)
    far.pay(url, GOOD)
    later(seconds=1)
    member.refresh_from_db()
    assert member.may_write
    assert Subscription.objects.live().get() != first


def test_cancelling_keeps_what_is_paid_for_and_no_more(here, payer, later):
    subscription = payer()
    member = here.newcomer
    operations.cancel_at_period_end(actor=member, subscription=subscription)
    member.refresh_from_db()
    assert member.full_until == member.read_until == subscription.period_end
    later(days=32)
    member.refresh_from_db()
    assert not member.may_read
    assert Subscription.objects.get().status == "canceled"
    assert Invoice.objects.count() == 1


def test_resuming_brings_the_grace_back(here, payer):
    subscription = payer()
    operations.cancel_at_period_end(actor=here.newcomer, subscription=subscription)
    operations.resume_renewal(actor=here.newcomer, subscription=subscription)
    here.newcomer.refresh_from_db()
    assert here.newcomer.full_until > subscription.period_end


def test_stopping_renewal_in_grace_stops_the_retries(here, payer, later, far):
    subscription = payer(number=FAILS_LATER)
    later(days=32)
    operations.cancel_at_period_end(actor=here.newcomer, subscription=subscription)
    assert far.live() == []


def test_leaving_always_ends_the_charging(here, payer, tell, far):
    from communities.operations import leave

    payer()
    leave(actor=here.newcomer)
    sweeps.stop_charging()
    tell()
    tell()
    here.newcomer.refresh_from_db()
    assert here.newcomer.read_until == NEVER
    assert far.live() == []
