"""What time brings: access that ended, people who left. Run every few seconds, harmless twice."""

from collections.abc import Iterator
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from billing import gateway
from billing.models import AccessLetter, Cancellation, Checkout, Grant, Subscription
from billing.operations.apply import GONE, request_cancellation, settle
from communities.models import Closing, Membership
from core import clock, due, live
from core.tenancy import across_communities, community_scope

log = structlog.get_logger(__name__)
# Whoever was away from the sweep longer than this gets no letter about it any more.
LOOK_BACK = timedelta(days=30)
PLACE_NOTICE = timedelta(days=3)
LIMIT = 500


def end_access() -> int:
    """Close sockets and write letters for access that ended; returns how many people."""
    closed = note(AccessLetter.Kind.CLOSED, ended("read_until"), "read_until")
    reading = ended("full_until").filter(read_until__gt=clock.now())
    return closed + note(AccessLetter.Kind.READING_ONLY, reading, "full_until")


def ended(field: str) -> QuerySet[Membership]:
    now = clock.now()
    with across_communities("access that ended in any community"):
        found = Membership.objects.filter(
            state=Membership.State.ACTIVE,
            **{f"{field}__lte": now, f"{field}__gt": now - LOOK_BACK},
        )
        # Of a closing everybody was told by a letter of its own.
        return found.exclude(community__closes_at__lte=now)


def note(kind: str, members: QuerySet[Membership], field: str) -> int:
    """A letter for each of `members` that has none of this kind about this instant."""
    with across_communities("access that ended in any community"):
        written = AccessLetter.objects.filter(
            membership=OuterRef("pk"), kind=kind, period=OuterRef(field)
        )
        rows = list(members.exclude(Exists(written)).annotate(about=F(field))[:LIMIT])
    for member in rows:
        with community_scope(member.community_id), transaction.atomic():
            AccessLetter.objects.get_or_create(membership=member, kind=kind, period=member.about)
            live.access_changed(member.pk)
            due.wake(AccessLetter)
    return len(rows)


def announce_ending_places() -> int:
    """Letters about places that end within three days."""
    now = clock.now()
    with across_communities("places that end in any community"):
        grants = Grant.objects.standing().filter(until__gt=now, until__lte=now + PLACE_NOTICE)
        ids = list(grants.values_list("membership_id", flat=True))
        last_word = Membership.objects.filter(
            pk__in=ids,
            state=Membership.State.ACTIVE,
            read_until__lte=now + PLACE_NOTICE,
            community__closes_at=None,
        )
    return note(AccessLetter.Kind.PLACE_ENDING, last_word, "read_until")


def stop_charging() -> int:
    """End subscriptions of people who left, who were closed for not paying, or of what closed."""
    now = clock.now()
    with across_communities("subscriptions to end in any community"):
        asked = Cancellation.objects.filter(subscription=OuterRef("pk"))
        found = Subscription.objects.live().exclude(Exists(asked)).select_related("membership")
        gone = list(found.filter(membership__state__in=GONE)[:LIMIT])
        unpaid = list(
            found.filter(
                status__in=("past_due", "unpaid"), membership__read_until__lte=now
            ).exclude(membership__state__in=GONE)[:LIMIT]
        )
        # A payment page left open may still become a subscription after the day itself.
        over = Closing.objects.standing().filter(
            community=OuterRef("community"), closes_at__lte=now, done_at__isnull=False
        )
        late = list(found.filter(Exists(over)).exclude(membership__state__in=GONE)[:LIMIT])
    reasons = Cancellation.Reason
    for rows, reason in ((gone, reasons.LEFT), (unpaid, reasons.CLOSED), (late, reasons.ENDED)):
        for row in rows:
            with community_scope(row.community_id), transaction.atomic():
                request_cancellation(row, reason)
    return len(gone) + len(unpaid) + len(late)


def close_checkouts() -> int:
    """Expire the payment pages of people who left before paying, and of prices taken off sale."""
    count = 0
    for checkout in checkouts_to_close():
        with community_scope(checkout.community_id):
            count += close(checkout)
    return count


def close(checkout: Checkout) -> bool:
    """Whether it could be closed; where Stripe did not answer the next sweep tries again."""
    if not checkout.stripe_id:
        Checkout.objects.filter(pk=checkout.pk).update(state=Checkout.State.EXPIRED)
        return True
    try:
        settle(checkout, gateway.expire_session(checkout.stripe_id))
    except gateway.StripeError as error:
        log.warning("checkout_not_closed", id=checkout.pk, error=type(error).__name__)
        return False
    return True


def checkouts_to_close() -> Iterator[Checkout]:
    with across_communities("payment pages to close in any community"):
        unsold = Q(price__archived_at__isnull=False) | Q(price__plan__archived_at__isnull=False)
        open_ones = Checkout.objects.filter(state=Checkout.State.OPEN)
        rows = list(open_ones.filter(Q(membership__state__in=GONE) | unsold)[:LIMIT])
    yield from rows
