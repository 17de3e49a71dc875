"""Paying by card: one open attempt, one live subscription, however often somebody clicks."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from billing import gateway
from billing.access import RENEWING
from billing.models import Checkout, Customer, Price, StripePrice, Subscription
from billing.models.customer import new_key
from billing.operations.access import language_of, locked
from billing.operations.apply import apply_session, apply_subscription, settle
from billing.permissions import P
from communities.models import Membership
from core import clock
from core.permissions import require

ROUNDS = 5
ACCOUNT = ""


class AlreadySubscribed(Exception):
    """A subscription of this member is alive; paying again would charge twice."""


class Busy(Exception):
    """Another tab keeps changing the attempt; nothing was charged."""


def start_checkout(*, member: Membership, price: Price) -> str:
    """The address of the page where `member` pays `price` by card.

    Asked twice, the same page; asked for another price, the former page is closed first. Raises
    `AlreadySubscribed`, `Busy`, `gateway.StripeError`.
    """
    require(member, P.PAY, price)
    make_room(member)
    for _ in range(ROUNDS):
        checkout = attempt_of(member, price)
        session = session_of(checkout)
        if session is None:
            continue
        if session.status == Checkout.State.OPEN and checkout.price_id == price.pk:
            return session.url
        if session.status == Checkout.State.OPEN:
            session = gateway.expire_session(session.id)
        settle(checkout, session)
    raise Busy


def make_room(member: Membership) -> None:
    """End a subscription whose access has closed. Raises `AlreadySubscribed` for any other."""
    live = Subscription.objects.live().filter(membership=member).first()
    fresh = live and apply_subscription(live.stripe_account, live.stripe_id)
    if not fresh or not fresh.is_live:
        return
    member.refresh_from_db()
    if fresh.status in RENEWING and clock.now() < member.read_until:
        raise AlreadySubscribed
    gateway.cancel_now(fresh.stripe_id)
    apply_subscription(fresh.stripe_account, fresh.stripe_id)


def attempt_of(member: Membership, price: Price) -> Checkout:
    """The open attempt, of this price or another, or a new one, stored before Stripe is asked."""
    with transaction.atomic():
        locked(member.pk)
        if Subscription.objects.live().filter(membership=member).exists():
            raise AlreadySubscribed
        found = Checkout.objects.filter(membership=member, state=Checkout.State.OPEN)
        return found.select_related("price__plan").first() or Checkout.objects.create(
            membership=member, price=price, language=language_of(member)
        )


def session_of(checkout: Checkout) -> Any | None:
    """The session of this attempt, made if there is none; `None` if the attempt has ended."""
    if checkout.stripe_id:
        return gateway.retrieve_session(checkout.stripe_id)
    try:
        session = create_session(checkout)
    except gateway.IdempotencyError:
        end(checkout)
        return None
    mine = Checkout.objects.filter(pk=checkout.pk, state=Checkout.State.OPEN)
    return session if mine.update(stripe_id=session.id, url=session.url) else None


def create_session(checkout: Checkout) -> Any:
    customer = ensure_customer(checkout.membership, checkout.price.currency)
    slug = checkout.membership.community.slug
    back = settings.SITE_URL + reverse("billing:return", args=[slug])
    return gateway.create_session(
        checkout,
        customer=customer.stripe_id,
        price=stripe_price(checkout.price),
        back=back + "?session={CHECKOUT_SESSION_ID}",
        cancel=settings.SITE_URL + reverse("billing:mine", args=[slug]),
    )


def end(checkout: Checkout) -> None:
    """Give up an attempt whose page nobody was ever shown: its settings changed meanwhile."""
    Checkout.objects.filter(pk=checkout.pk, stripe_id="").update(state=Checkout.State.EXPIRED)


def ensure_customer(member: Membership, currency: str) -> Customer:
    """The member's customer for this currency, known to Stripe."""
    customer, _ = Customer.objects.get_or_create(
        stripe_account=ACCOUNT, membership=member, currency=currency
    )
    if customer.stripe_id:
        return customer
    try:
        customer.stripe_id = made_at_stripe(customer)
    except gateway.IdempotencyError:
        customer.idempotency_key = new_key()
        customer.save(update_fields=["idempotency_key"])
        customer.stripe_id = made_at_stripe(customer)
    Customer.objects.filter(pk=customer.pk, stripe_id="").update(stripe_id=customer.stripe_id)
    customer.refresh_from_db()
    return customer


def made_at_stripe(customer: Customer) -> str:
    member = customer.membership
    email = member.user.email if member.user else ""
    return gateway.create_customer(customer, email=email, language=language_of(member))


def stripe_price(price: Price) -> str:
    known = StripePrice.objects.filter(stripe_account=ACCOUNT, price=price).first()
    if known is None:
        stripe_id = gateway.ensure_price(price)
        known, _ = StripePrice.objects.get_or_create(
            stripe_account=ACCOUNT, price=price, defaults={"stripe_id": stripe_id}
        )
    return known.stripe_id


def look_at_checkout(*, member: Membership, session_id: str) -> bool:
    """Whether this attempt of `member` has been settled, after asking Stripe briefly.

    Doubt is never a failure: Stripe not answering means "not yet".
    """
    checkout = Checkout.objects.filter(membership=member, stripe_id=session_id).first()
    if checkout is None:
        return False
    if checkout.is_open:
        try:
            checkout = (
                apply_session(checkout.stripe_account, session_id, gateway.BRIEF_SECONDS)
                or checkout
            )
        except gateway.StripeError:
            return False
    return not checkout.is_open
