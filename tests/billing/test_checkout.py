"""Paying once, however often and from wherever somebody clicks."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from billing import gateway, invariants, operations
from billing.models import (
    Cancellation,
    Checkout,
    Customer,
    MoneyAlert,
    StripePrice,
    Subscription,
)
from billing.models.customer import new_key
from billing.operations import apply, checkout
from billing.operations.reading import read
from communities.models import Membership
from core.permissions import Refused
from tests.billing.conftest import ASKS, GOOD


def sessions() -> list[Any]:
    listed = gateway.client().v1.checkout.sessions.list({"limit": 100})
    return list(listed.auto_paging_iter())


def test_clicking_twice_gives_the_same_page(here, far, euro):
    first = operations.start_checkout(member=here.newcomer, price=euro)
    assert operations.start_checkout(member=here.newcomer, price=euro) == first
    assert len(sessions()) == 1


def test_another_price_closes_the_former_page(here, far, euro, rouble):
    first = operations.start_checkout(member=here.newcomer, price=euro)
    second = operations.start_checkout(member=here.newcomer, price=rouble)
    assert first != second
    assert far.pay(first) == "expired"
    assert Checkout.objects.filter(state="open").get().price == rouble
    assert {each.currency for each in Customer.objects.all()} == {"EUR", "RUB"}


def test_the_key_is_stored_before_stripe_is_asked(here, far, euro, monkeypatch):
    seen = []

    def watch(attempt: Checkout, **rest: Any) -> Any:
        seen.append(Checkout.objects.get(idempotency_key=attempt.idempotency_key).stripe_id)
        raise gateway.StripeError("down")

    monkeypatch.setattr(gateway, "create_session", watch)
    with pytest.raises(gateway.StripeError):
        operations.start_checkout(member=here.newcomer, price=euro)
    assert seen == [""]


@pytest.mark.parametrize("step", ["create_customer", "ensure_price", "create_session"])
def test_a_crash_after_stripe_accepted_is_healed_by_trying_again(
    here, far, euro, monkeypatch, step
):
    real = getattr(gateway, step)

    def crash(*args: Any, **rest: Any) -> Any:
        real(*args, **rest)
        raise RuntimeError("killed")

    with monkeypatch.context() as once:
        once.setattr(gateway, step, crash)
        with pytest.raises(RuntimeError):
            operations.start_checkout(member=here.newcomer, price=euro)
    url = operations.start_checkout(member=here.newcomer, price=euro)
    far.pay(url)
    api = gateway.client().v1
    assert len(sessions()) == len(far.live()) == 1
    assert len(api.customers.list().data) == len(api.prices.list().data) == 1


def test_an_answer_lost_on_the_way_is_asked_for_again(here, far, euro):
    """500 after success: the client repeats with the same key and gets the truth."""
    far.control("/fake/switches", fail={"path": "/v1/checkout/sessions"})
    operations.start_checkout(member=here.newcomer, price=euro)
    assert len(sessions()) == 1


def test_an_attempt_whose_settings_changed_is_given_up(here, far, euro, settings):
    """The page was made, nobody saw it, and the same key would now be refused."""
    attempt = checkout.attempt_of(here.newcomer, euro)
    checkout.create_session(attempt)
    settings.SITE_URL = "https://elsewhere.example"
    url = operations.start_checkout(member=here.newcomer, price=euro)
    assert Checkout.objects.filter(state="open").get().url == url
    assert Checkout.objects.count() == 2


def test_a_customer_whose_address_changed_meanwhile_is_made_anew(here, far, euro):
    customer, _ = Customer.objects.get_or_create(membership=here.newcomer, currency="EUR")
    checkout.made_at_stripe(customer)
    here.newcomer.user.email = "new@example.org"
    here.newcomer.user.save()
    assert checkout.ensure_customer(here.newcomer, "EUR").stripe_id.startswith("cus_")


def test_who_is_subscribed_pays_no_second_time(here, payer, far, euro):
    payer()
    with pytest.raises(operations.AlreadySubscribed):
        operations.start_checkout(member=here.newcomer, price=euro)
    assert len(sessions()) == 1


def test_a_payment_we_have_not_heard_of_counts(here, far, euro):
    """The webhook is late; the second tab asks Stripe and learns."""
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    with pytest.raises(operations.AlreadySubscribed):
        operations.start_checkout(member=here.newcomer, price=euro)
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def test_an_attempt_that_is_still_asked_by_the_bank_is_not_access(here, far, euro, tell):
    url = operations.start_checkout(member=here.newcomer, price=euro)
    assert far.pay(url, ASKS) == "requires_action"
    tell()
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read
    assert operations.start_checkout(member=here.newcomer, price=euro) == url
    assert far.pay(url, ASKS, authenticate=True) == "complete"
    tell()
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def test_a_declined_card_leaves_the_page_open(here, far, euro, tell):
    url = operations.start_checkout(member=here.newcomer, price=euro)
    assert far.pay(url, "4000000000000002") == "declined"
    tell()
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read
    assert far.pay(url, GOOD) == "complete"


def second_paid(here: Any, far: Any, euro: Any) -> str:
    """A second subscription paid beside a living one, as a late success would be."""
    customer = Customer.objects.get(membership=here.newcomer)
    price = StripePrice.objects.get(price=euro)
    far.control(f"/fake/cards/{customer.stripe_id}", number=GOOD)
    made = gateway.client().v1.subscriptions.create(
        {"customer": customer.stripe_id, "items": [{"price": price.stripe_id}]}
    )
    return made.id


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_late_second_success_is_cancelled_and_told(here, far, euro, tell, order):
    """The elder stays, whichever we hear of first."""
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    far.control("/fake/clock/advance", seconds=5)
    ids = [far.live()[0].id, second_paid(here, far, euro)]
    for each in order:
        operations.apply_subscription("", ids[each])
    assert Subscription.objects.live().get().stripe_id == ids[0]
    tell()
    tell()
    assert [each.id for each in far.live()] == ids[:1]
    assert MoneyAlert.objects.get().subscription.stripe_id == ids[1]
    assert Cancellation.objects.get().reason == "extra"
    assert list(MoneyAlert.objects.visible_to(here.owner))
    assert not MoneyAlert.objects.visible_to(here.newcomer)


def test_paying_after_leaving_is_cancelled_and_told(here, far, euro, tell):
    from communities.operations import leave

    here.newcomer.state = Membership.State.ACTIVE
    here.newcomer.save()
    url = operations.start_checkout(member=here.newcomer, price=euro)
    leave(actor=here.newcomer)
    far.pay(url)
    tell()
    tell()
    assert far.live() == []
    assert MoneyAlert.objects.get().kind == "after_leaving"
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read


def test_a_stale_reading_is_never_written_over_a_younger_one(here, payer, monkeypatch):
    """Two workers: one read before the change, and writes after the other has written."""
    subscription = payer()
    stale = read(subscription.stripe_id)
    gateway.set_renewal(subscription.stripe_id, renews=False)
    readings = [stale]

    def slow(stripe_id: str, seconds: int) -> Any:
        if readings:
            operations.apply_subscription("", stripe_id)
            return readings.pop()
        return read(stripe_id, seconds)

    real = apply.read
    calls = iter([slow])

    def first_is_slow(stripe_id: str, seconds: int) -> Any:
        return next(calls, real)(stripe_id, seconds)

    monkeypatch.setattr(apply, "read", first_is_slow)
    operations.apply_subscription("", subscription.stripe_id)
    assert Subscription.objects.get().cancel_at_period_end


def test_control_without_the_revision_the_stale_reading_wins(here, payer):
    subscription = payer()
    stale = read(subscription.stripe_id)
    gateway.set_renewal(subscription.stripe_id, renews=False)
    operations.apply_subscription("", subscription.stripe_id)
    customer = Customer.objects.get(membership=here.newcomer)
    now = apply.revision("", subscription.stripe_id)
    assert apply.write(customer, subscription.stripe_id, stale, now - 1) is None
    assert apply.write(customer, subscription.stripe_id, stale, now) is not None
    assert not Subscription.objects.get().cancel_at_period_end


def attempts_beside(member: Membership, price: Any) -> None:
    for _ in range(2):
        Checkout.objects.create(
            membership=member, price=price, language="en", idempotency_key=new_key()
        )


def test_the_database_refuses_a_second_open_attempt(here, euro):
    with pytest.raises(IntegrityError), transaction.atomic():
        attempts_beside(here.newcomer, euro)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_constraint_the_second_attempt_is_there(here, euro):
    constraint = next(
        each for each in Checkout._meta.constraints if each.name == "one_open_checkout"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Checkout, constraint)
    try:
        attempts_beside(here.newcomer, euro)
        assert invariants.one_of_each() == [f"membership {here.newcomer.pk}: 2 open checkouts"]
    finally:
        Checkout.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Checkout, constraint)


@pytest.mark.parametrize("who", ["owner", "left"])
def test_who_may_not_pay(here, far, euro, who):
    with pytest.raises(Refused):
        operations.start_checkout(member=getattr(here, who), price=euro)


def test_an_archived_price_is_not_sold(here, far, euro):
    operations.archive_price(actor=here.owner, price=euro)
    with pytest.raises(Refused):
        operations.start_checkout(member=here.newcomer, price=euro)


def test_a_foreign_community_s_price_is_not_sold(here, far, euro):
    with pytest.raises(Refused):
        operations.start_checkout(member=here.outsider, price=euro)


def test_the_return_page_asks_stripe_and_doubt_is_no_failure(here, far, euro, monkeypatch):
    url = operations.start_checkout(member=here.newcomer, price=euro)
    session = Checkout.objects.get().stripe_id
    look = operations.look_at_checkout
    assert not look(member=here.newcomer, session_id=session)
    assert not look(member=here.member, session_id=session)
    assert not look(member=here.newcomer, session_id="cs_of_nobody")
    far.pay(url)
    with monkeypatch.context() as away:
        away.setattr(gateway, "retrieve_session", lambda *_: (_ for _ in ()).throw(unreachable()))
        assert not look(member=here.newcomer, session_id=session)
    assert look(member=here.newcomer, session_id=session)
    assert look(member=here.newcomer, session_id=session)
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def unreachable() -> gateway.StripeError:
    return gateway.Unreachable[0]("away")
