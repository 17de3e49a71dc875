"""The only place that speaks to Stripe. https://docs.stripe.com/api

Nothing here touches the database, and nothing is called inside a transaction. Amounts are integer
minor units. Every call that creates something is given the idempotency key stored beforehand.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import stripe
from django.conf import settings
from stripe import Invoice, StripeClient, Subscription
from stripe.checkout import Session
from stripe.params import CustomerCreateParams
from stripe.params.checkout import SessionCreateParams

from billing.models import Checkout, Customer, Price, Refund

API_VERSION = "2026-10-28.endive"
BILLING_MODE = "flexible"
NORMAL_SECONDS = 20
BRIEF_SECONDS = 2
RETRIES = 2
TOLERANCE_SECONDS = 300
RECURRING: dict[str, tuple[str, int]] = {
    Price.Interval.MONTH: ("month", 1),
    Price.Interval.QUARTER: ("month", 3),
    Price.Interval.YEAR: ("year", 1),
}
EVENT_TYPES = [
    "checkout.session.completed",
    "checkout.session.expired",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.finalized",
    "invoice.voided",
    "invoice.marked_uncollectible",
]

StripeError = stripe.StripeError
IdempotencyError = stripe.IdempotencyError
# Stripe understood and says no.
Denied = (stripe.InvalidRequestError, stripe.CardError)
# Stripe did not answer, or answered that it is in trouble.
Unreachable = (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError)


class Forged(Exception):
    """A webhook whose signature does not hold."""


def is_configured() -> bool:
    """Whether cards can be taken on this installation."""
    return bool(settings.STRIPE_SECRET_KEY)


def expects_livemode() -> bool:
    return settings.STRIPE_SECRET_KEY.startswith(("sk_live", "rk_live"))


def client(seconds: int = NORMAL_SECONDS) -> StripeClient:
    """A client that waits at most `seconds` for one answer; a brief one does not retry."""
    return build(settings.STRIPE_SECRET_KEY, settings.FAKE_STRIPE_URL, seconds)


@cache
def build(key: str, fake_url: str, seconds: int) -> StripeClient:
    return StripeClient(
        key,
        stripe_version=API_VERSION,
        max_network_retries=RETRIES if seconds > BRIEF_SECONDS else 0,
        http_client=stripe.RequestsClient(timeout=seconds),
        base_addresses={"api": fake_url} if fake_url else {},
    )


def verified(body: bytes, signature: str) -> dict[str, Any]:
    """The event in `body`. Raises `Forged` unless one of our secrets signed these very bytes."""
    for secret in settings.STRIPE_WEBHOOK_SECRETS:
        try:
            event = client().construct_event(body, signature, secret, TOLERANCE_SECONDS)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        return event.to_dict()
    raise Forged


def create_customer(customer: Customer, *, email: str, language: str) -> str:
    """The id of the customer made for this row."""
    params: CustomerCreateParams = {
        "email": email,
        "metadata": about(customer),
        "preferred_locales": [language],
    }
    options: stripe.RequestOptions = {"idempotency_key": customer.idempotency_key}
    return client().v1.customers.create(params, options).id


def ensure_price(price: Price) -> str:
    """The id of `price` at Stripe; made there once, however many ask at the same time."""
    key = f"price-{price.code}"
    found = client().v1.prices.list({"lookup_keys": [key], "limit": 1}).data
    if found:
        return found[0].id
    interval, count = RECURRING[price.interval]
    made = client().v1.prices.create(
        {
            "currency": price.currency.lower(),
            "unit_amount": price.amount,
            "recurring": {"interval": interval, "interval_count": count},
            "product": ensure_product(price),
            "lookup_key": key,
            "metadata": {"community": str(price.community_id), "price": price.code},
        },
        {"idempotency_key": key},
    )
    return made.id


def ensure_product(price: Price) -> str:
    product_id = f"plan-{price.plan.code}"
    try:
        return client().v1.products.retrieve(product_id).id
    except stripe.InvalidRequestError as error:
        if error.code != "resource_missing":
            raise
    made = client().v1.products.create(
        {"id": product_id, "name": price.plan.name, "metadata": {"plan": price.plan.code}},
        {"idempotency_key": product_id},
    )
    return made.id


def create_session(
    checkout: Checkout, *, customer: str, price: str, back: str, cancel: str
) -> Session:
    """The hosted page for this attempt; asked again with the same row, the same page.

    `back` must contain `{CHECKOUT_SESSION_ID}`, which Stripe fills in.
    """
    params: SessionCreateParams = {
        "mode": "subscription",
        "customer": customer,
        "client_reference_id": checkout.membership.code,
        "line_items": [{"price": price, "quantity": 1}],
        "locale": checkout.language,
        "metadata": about(checkout),
        "subscription_data": {
            "metadata": about(checkout),
            "billing_mode": {"type": BILLING_MODE},
        },
        "success_url": back,
        "cancel_url": cancel,
    }
    options: stripe.RequestOptions = {"idempotency_key": checkout.idempotency_key}
    return client().v1.checkout.sessions.create(params, options)


def about(row: Customer | Checkout) -> dict[str, str]:
    return {"community": str(row.community_id), "membership": row.membership.code}


def retrieve_session(session_id: str, seconds: int = NORMAL_SECONDS) -> Session:
    return client(seconds).v1.checkout.sessions.retrieve(session_id)


def expire_session(session_id: str) -> Session:
    """The session, expired; or as it is, where it can no longer be expired."""
    try:
        return client().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError:
        return retrieve_session(session_id)


def retrieve_subscription(subscription_id: str, seconds: int = NORMAL_SECONDS) -> Subscription:
    """With its latest invoice."""
    return client(seconds).v1.subscriptions.retrieve(
        subscription_id, {"expand": ["latest_invoice"]}
    )


def last_paid_invoice(subscription_id: str, seconds: int = NORMAL_SECONDS) -> Invoice | None:
    found = client(seconds).v1.invoices.list(
        {"subscription": subscription_id, "status": "paid", "limit": 1}
    )
    return found.data[0] if found.data else None


def set_renewal(subscription_id: str, *, renews: bool) -> None:
    """Switch renewal off from the end of the paid period, or on again."""
    change: Any = {"cancel_at_period_end": not renews}
    client().v1.subscriptions.update(subscription_id, change)


def cancel_now(subscription_id: str) -> None:
    """End at once, without a last invoice. Already ended is no error."""
    try:
        client().v1.subscriptions.cancel(subscription_id, {"invoice_now": False, "prorate": False})
    except stripe.InvalidRequestError as error:
        if error.code != "resource_missing":
            raise


def payment_of(invoice_id: str) -> str:
    """The id of the payment that settled this invoice; '' where none by card did."""
    found = client().v1.invoice_payments.list({"invoice": invoice_id, "status": "paid", "limit": 1})
    intent = found.data[0].payment.payment_intent if found.data else None
    return intent if isinstance(intent, str) else getattr(intent, "id", "")


def create_refund(refund: Refund, payment: str) -> stripe.Refund:
    """The refund made for this row; asked again, the same, also after Stripe forgot the key."""
    for made in client().v1.refunds.list({"payment_intent": payment, "limit": 100}).data:
        if (made.to_dict().get("metadata") or {}).get("refund") == refund.code:
            return made
    return client().v1.refunds.create(
        {
            "payment_intent": payment,
            "amount": refund.amount,
            "metadata": {"community": str(refund.community_id), "refund": refund.code},
        },
        {"idempotency_key": refund.idempotency_key},
    )


def portal_url(customer_id: str, *, back: str, language: str) -> str:
    """Stripe's own page where this customer changes the card."""
    made = client().v1.billing_portal.sessions.create(
        {"customer": customer_id, "return_url": back, "locale": language}
    )
    return made.url


def events_since(timestamp: int) -> Iterator[dict[str, Any]]:
    """Events of the kinds we apply, made at or after `timestamp` (Stripe keeps 30 days)."""
    found = client().v1.events.list(
        {"created": {"gte": timestamp}, "types": EVENT_TYPES, "limit": 100}
    )
    for event in found.auto_paging_iter():
        yield event.to_dict()
