"""A community that closes: everybody's access follows the date, and nobody is charged after it."""

from datetime import datetime, timedelta

from django.db import transaction

from billing.models import Cancellation, Grant, Subscription
from billing.operations.access import rewrite_access
from billing.operations.apply import request_cancellation
from communities.models import Closing, Membership
from core import clock, due


@due.performs(Closing, lease=timedelta(minutes=10))
def follow_closing(closing: Closing) -> datetime | None:
    """Write access anew; back on the day itself, to end what is paid and leave reading open."""
    now = clock.now()
    the_day = closing.taken_back_at is None and closing.closes_at <= now
    people = Membership.objects.select_related("community", "user")
    for member in people.filter(state=Membership.State.ACTIVE).iterator():
        with transaction.atomic():
            if the_day and member.read_until >= closing.closes_at and not member.is_owner:
                leave_reading(member, closing)
            rewrite_access(member)
    if the_day:
        end_payments()
    if closing.taken_back_at is None and not the_day:
        return closing.closes_at
    return None


def leave_reading(member: Membership, closing: Closing) -> None:
    """A place to the end, since what was paid for ends now; the date itself closes writing."""
    standing = Grant.objects.standing().filter(membership=member)
    standing.update(revoked_at=clock.now())
    Grant.objects.create(
        membership=member, until=closing.erases_at, given_by_id=closing.announced_by_id
    )


def end_payments() -> None:
    """Every subscription of the community ends at once, without a further charge."""
    for subscription in Subscription.objects.live():
        request_cancellation(subscription, Cancellation.Reason.ENDED)
