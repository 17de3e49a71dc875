"""Taking a community over, with what it means for the two people's access and payments."""

from django.db import transaction

from billing.models import Cancellation, Grant, Subscription
from billing.operations.access import rewrite_access
from billing.operations.apply import request_cancellation
from communities import operations as communities
from communities.models import Handover, Membership
from core import clock
from subgroups.staff import change_hands


def take_over(*, actor: Membership, offer: Handover) -> None:
    """Accept the offer: the former owner keeps a place without end, the new one pays no more.

    Raises `communities.operations.OfferOver`.
    """
    with transaction.atomic():
        former = communities.accept_community(actor=actor, offer=offer)
        change_hands(former=former, owner=actor)
        Grant.objects.standing().filter(membership=former).update(revoked_at=clock.now())
        Grant.objects.create(membership=former, given_by=actor)
        for subscription in Subscription.objects.live().filter(membership=actor):
            request_cancellation(subscription, Cancellation.Reason.OWNER)
        rewrite_access(former)
        rewrite_access(actor)
