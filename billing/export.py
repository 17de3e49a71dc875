"""This app's part of a person's own export."""

from typing import Any

from billing.models import Grant, HandPayment, Invoice, Refund, Subscription
from communities.models import Membership


def own_data(member: Membership) -> dict[str, Any]:
    """What was paid, how, and until when; amounts in minor units of their currency."""
    invoices = Invoice.objects.filter(subscription__membership=member).order_by("created_at")
    payments = HandPayment.objects.standing().filter(membership=member).order_by("confirmed_at")
    subscriptions = Subscription.objects.filter(membership=member).order_by("started_at")
    return {
        "full_access_until": member.full_until,
        "reading_until": member.read_until,
        "subscriptions": list(
            subscriptions.values("status", "currency", "amount", "started_at", "ended_at")
        ),
        "invoices": list(
            invoices.values(
                "number", "status", "currency", "amount_due", "amount_paid", "created_at"
            )
        ),
        "payments_by_transfer": list(
            payments.values("currency", "amount", "period_start", "period_end", "confirmed_at")
        ),
        "given_back": list(
            Refund.objects.filter(membership=member).values("currency", "amount", "at", "state")
        ),
        "places_from_the_owner": list(
            Grant.objects.filter(membership=member).values("given_at", "until", "revoked_at")
        ),
    }
