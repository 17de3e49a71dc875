"""The demo's member pays through the fake Stripe, as a person with a browser would."""

import json
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings

from billing import operations as billing
from billing.models import Checkout, Grant
from billing.queries import offers
from communities.models import Membership
from core.tenancy import community_scope

SECONDS = 60
GOOD_CARD = "4242424242424242"


def pay_for(member: Membership) -> None:
    """Change the member's place from the owner for a subscription, where there is a fake Stripe."""
    if not settings.FAKE_STRIPE_URL:
        return
    with community_scope(member.community):
        price = offers(member.community)[0].prices.filter(way="card")[0]
        billing.start_checkout(member=member, price=price)
        checkout = Checkout.objects.get(membership=member)
        ask_fake_stripe(f"pay/{checkout.stripe_id}", {"number": GOOD_CARD})
        billing.look_at_checkout(member=member, session_id=checkout.stripe_id)
        owner = Membership.objects.owners().get()
        for grant in Grant.objects.filter(membership=member):
            billing.revoke_place(actor=owner, grant=grant)


def ask_fake_stripe(path: str, content: dict[str, Any]) -> None:
    """Pull a string behind the fake Stripe's stage. Raises `URLError`."""
    request = Request(  # noqa: S310 - our own loopback address from settings
        f"{settings.FAKE_STRIPE_URL}/fake/{path}",
        data=json.dumps(content).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.FAKE_STRIPE_KEY}",
        },
    )
    with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        answer.read()
