"""What the money's rows must always show. Run across all communities."""

from collections.abc import Callable, Iterator

from django.db.models import Count, F, Q, QuerySet

from billing.models import Cancellation, Checkout, HandPayment, Invoice, Subscription
from billing.models.subscription import LIVE
from billing.operations.access import instants_of
from communities.models import NEVER, Membership
from core import clock
from core.tenancy import community_scope

GONE = (Membership.State.LEFT, Membership.State.REMOVED)


def access_is_the_rule() -> list[str]:
    """I1: the instants on every membership are what the pure function says."""
    broken = []
    for member in Membership.objects.select_related("community", "user").iterator(500):
        with community_scope(member.community_id):
            expected = instants_of(member)
        if expected != (member.full_until, member.read_until):
            broken.append(f"membership {member.pk}: access is not what was paid for")
    return broken


def one_of_each() -> list[str]:
    """I2: at most one live subscription and one open checkout per member."""
    live = Subscription.objects.filter(status__in=LIVE, extra=False)
    return [
        *more_than_one(live, "live subscriptions"),
        *more_than_one(Checkout.objects.filter(state=Checkout.State.OPEN), "open checkouts"),
    ]


def more_than_one(rows: QuerySet, what: str) -> Iterator[str]:
    counted = rows.values("membership").annotate(number=Count("pk")).filter(number__gt=1)
    for each in counted:
        yield f"membership {each['membership']}: {each['number']} {what}"


def money_is_counted_once() -> list[str]:
    """I3, as far as one database shows: no paid invoice short of what was due or in another
    currency than its subscription, no payment by hand without an amount or a period."""
    paid = Invoice.objects.filter(status="paid")
    short = paid.filter(Q(amount_paid__lt=0) | Q(amount_paid__lt=F("amount_due")))
    foreign = Invoice.objects.exclude(currency=F("subscription__currency"))
    hand = HandPayment.objects.filter(Q(amount=0) | Q(period_end__lte=F("period_start")))
    return [
        *(f"invoice {pk}: paid, but not what was due" for pk in ids(short)),
        *(f"invoice {pk}: another currency than its subscription" for pk in ids(foreign)),
        *(f"hand payment {pk}: no amount or no period" for pk in ids(hand)),
    ]


def money_has_a_member() -> list[str]:
    """I5: nobody who left is still charged, nobody who paid is still outside."""
    now = clock.now()
    live = Subscription.objects.filter(status__in=LIVE)
    orphans = live.filter(membership__state__in=GONE, ended_at=None).exclude(pk__in=being_ended())
    outside = Membership.objects.filter(state=Membership.State.JOINING, full_until__gt=now)
    unpaid = Membership.objects.filter(
        state=Membership.State.ACTIVE, role=Membership.Role.MEMBER, read_until__gt=now
    ).filter(subscriptions=None, grants=None, hand_payments=None)
    lasting = Membership.objects.filter(state__in=GONE).exclude(read_until=NEVER)
    return [
        *(f"subscription {pk}: its member has gone" for pk in ids(orphans)),
        *(f"membership {pk}: paid, but not let in" for pk in ids(outside)),
        *(f"membership {pk}: in without money or a place" for pk in ids(unpaid)),
        *(f"membership {pk}: gone, with access" for pk in ids(lasting)),
    ]


def being_ended() -> QuerySet:
    """Subscriptions whose end has been asked for and is under way."""
    return Cancellation.objects.filter(done_at=None).values("subscription")


def ids(rows: QuerySet) -> QuerySet:
    return rows.values_list("pk", flat=True)


checks: list[Callable[[], list[str]]] = [
    access_is_the_rule,
    one_of_each,
    money_is_counted_once,
    money_has_a_member,
]
