"""When an account is erased: no money is taken any more, and no receipt names its payer."""

from django.db import transaction

from accounts import erasing
from accounts.models import User
from billing.models import Checkout, Grant, HandPayment, Invoice, PlaceRequest, Subscription
from billing.models.subscription import LIVE
from communities.models import Leaving, Membership
from communities.traces import settlers
from core.tenancy import across_communities


def may_be_charged(user: User) -> bool:
    """Whether Stripe may still take money for any place of this person."""
    with across_communities("an account is erased in all its communities"):
        places = Membership.objects.filter(user=user)
        live = Subscription.objects.filter(membership__in=places, status__in=LIVE)
        paying = Checkout.objects.filter(membership__in=places, state=Checkout.State.OPEN)
        return live.exists() or paying.exists()


def forget_payer(user: User) -> None:
    """Sums and dates stay, as the law asks; what names a person in them goes."""
    with across_communities("an account is erased in all its communities"), transaction.atomic():
        places = list(Membership.objects.filter(user=user))
        Invoice.objects.filter(subscription__membership__in=places).update(url="")
        HandPayment.objects.filter(membership__in=places).update(note="")
        Grant.objects.filter(membership__in=places).update(reason="")


def forget_wish(leaving: Leaving) -> bool:
    """A wish for a place ends with leaving."""
    wishes = PlaceRequest.objects.filter(membership=leaving.membership)
    wishes.filter(asked_at__lte=leaving.until).delete()
    return True


def register() -> None:
    settlers.append(forget_wish)
    erasing.holds.append(may_be_charged)
    erasing.steps.append(forget_payer)
