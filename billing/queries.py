"""Reads that join several of this app's models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from billing import gateway
from billing.models import (
    Checkout,
    Grant,
    HandPayment,
    Invoice,
    MoneyAlert,
    PlaceRequest,
    Plan,
    Price,
    Refund,
    Subscription,
)
from billing.models.subscription import LIVE
from communities.models import Community, Membership
from core import clock

PAGE = 50
SOON = timedelta(days=3)


def offers(community: Community) -> list[Plan]:
    """What can be bought in this community now; each plan carries its live `prices`.

    Without a gateway cards are not offered; a plan nobody can pay for is left out,
    and all of them once a closing is announced.
    """
    if community.closes_at:
        return []
    prices = Price.objects.live().filter(community=community).order_by("currency", "amount")
    if not gateway.is_configured():
        prices = prices.exclude(way=Price.Way.CARD)
    plans = Plan.objects.live().filter(community=community)
    found = plans.prefetch_related(Prefetch("prices", prices))
    return [plan for plan in found if plan.prices.all()]


def plans_for_sale_desk() -> QuerySet[Plan]:
    """All plans that are not archived, with their live prices."""
    return Plan.objects.live().prefetch_related(Prefetch("prices", Price.objects.live()))


@dataclass(frozen=True)
class Standing:
    """What one member has. `overdue` is the invoice that waits to be paid."""

    member: Membership
    subscription: Subscription | None
    grant: Grant | None
    hand_payment: HandPayment | None
    overdue: Invoice | None
    asked: PlaceRequest | None
    waiting: Checkout | None

    @property
    def may_buy(self) -> bool:
        """A live subscription that still opens the door is not bought a second time."""
        here = self.member.state in (Membership.State.JOINING, Membership.State.ACTIVE)
        blocked = self.subscription is not None and clock.now() < self.member.read_until
        return here and not self.member.is_owner and not blocked

    @property
    def endless(self) -> bool:
        return self.member.is_owner or (self.grant is not None and self.grant.until is None)


def standing_of(member: Membership) -> Standing:
    subscription = (
        Subscription.objects.live().filter(membership=member).select_related("price__plan").first()
    )
    overdue = Invoice.objects.filter(subscription=subscription, status="open", attempted=True)
    payments = HandPayment.objects.standing().filter(membership=member)
    waiting = Checkout.objects.filter(membership=member, state=Checkout.State.OPEN)
    return Standing(
        member=member,
        subscription=subscription,
        grant=Grant.objects.standing().filter(membership=member).first(),
        hand_payment=payments.order_by("-period_end").first(),
        overdue=overdue.order_by("-created_at").first() if subscription else None,
        asked=PlaceRequest.objects.waiting().filter(membership=member).first(),
        waiting=waiting.exclude(stripe_id="").first(),
    )


def receipts_of(member: Membership) -> QuerySet[Invoice]:
    """Paid invoices of a member, newest first."""
    paid = Invoice.objects.filter(subscription__membership=member, status="paid", amount_paid__gt=0)
    return paid.order_by("-created_at")[:PAGE]


def hand_payments_of(member: Membership) -> QuerySet[HandPayment]:
    return HandPayment.objects.standing().filter(membership=member).order_by("-confirmed_at")


def is_in_grace(member: Membership) -> bool:
    """Whether what was paid for is over and only the grace keeps the door open."""
    live = Subscription.objects.live().filter(membership=member)
    if live.filter(status="past_due").exists():
        return True
    paid = HandPayment.objects.standing().filter(membership=member)
    lasting = paid.filter(period_end__gt=clock.now())
    return paid.exists() and not lasting.exists() and not live.exists()


@dataclass(frozen=True)
class Payer:
    """One line of the owner's list."""

    member: Membership
    subscription: Subscription | None
    hand_payment: HandPayment | None
    grant: Grant | None


def people_behind() -> QuerySet[Membership]:
    """Everybody whose payment did not come, longest waiting first."""
    overdue = Q(
        pk__in=Subscription.objects.live()
        .filter(status__in=("past_due", "unpaid"))
        .values("membership")
    )
    lapsing = Q(pk__in=lapsed_by_hand(clock.now()))
    found = people().filter(overdue | lapsing, state=Membership.State.ACTIVE)
    return found.order_by("read_until", "pk")


def behind() -> list[Payer]:
    """The first `PAGE` of them with what they have."""
    return payers(people_behind()[:PAGE])


def lapsed_by_hand(now: datetime) -> QuerySet[HandPayment]:
    """Members paid by hand, whose last payment ran out lately, and who have nothing else."""
    standing = HandPayment.objects.standing()
    ended = standing.filter(period_end__lte=now, period_end__gt=now - timedelta(days=30))
    return (
        ended.exclude(membership__in=standing.filter(period_end__gt=now).values("membership"))
        .exclude(membership__in=Subscription.objects.live().values("membership"))
        .exclude(membership__in=Grant.objects.standing().values("membership"))
        .values("membership")
    )


def everybody(after: str = "") -> list[Payer]:
    """People by alias, from the one after `after` (an `alias_key`)."""
    return payers(people().filter(alias_key__gt=after).order_by("alias_key")[:PAGE])


def people() -> QuerySet[Membership]:
    """Everybody who came in or has asked to; a newcomer who does neither is seen by nobody."""
    state = Membership.State
    gone = (state.LEFT, state.REMOVED, state.APPLYING)
    asking = Q(pk__in=PlaceRequest.objects.values("membership"))
    known = Membership.objects.filter(Q(joined_at__isnull=False) | asking)
    return known.exclude(state__in=gone).exclude(role=Membership.Role.OWNER)


def with_payments() -> QuerySet[Membership]:
    """`people`, and whoever was parted with or stands in an alert: what happens is to be seen."""
    parted = Q(state=Membership.State.REMOVED) | Q(pk__in=Refund.objects.values("membership"))
    looked_at = Q(pk__in=MoneyAlert.objects.values("membership"))
    return Membership.objects.filter(Q(pk__in=people().values("pk")) | parted | looked_at)


def refunds_of(member: Membership) -> QuerySet[Refund]:
    """Given and on their way, newest first."""
    return Refund.objects.standing().filter(membership=member).order_by("-at")


def waiting_for_owner() -> QuerySet[PlaceRequest]:
    return PlaceRequest.objects.waiting().select_related("membership", "price__plan")[:PAGE]


def payers(members: Iterable[Membership]) -> list[Payer]:
    """One query each for subscriptions, payments and places, however many people."""
    rows = list(members)
    subscriptions = by_member(Subscription.objects.live().select_related("price__plan"), rows)
    payments = by_member(HandPayment.objects.standing().order_by("period_end"), rows)
    grants = by_member(Grant.objects.standing(), rows)
    return [
        Payer(each, subscriptions.get(each.pk), payments.get(each.pk), grants.get(each.pk))
        for each in rows
    ]


def by_member(found: QuerySet[Any], rows: list[Membership]) -> dict[int, Any]:
    return {each.membership_id: each for each in found.filter(membership__in=rows)}


def is_anybody_charged() -> bool:
    """Whether Stripe may still take money from anybody in the active community, or give back."""
    may_charge = Subscription.objects.filter(status__in=LIVE)
    owed = Refund.objects.filter(done_at=None)
    paying = Checkout.objects.filter(state=Checkout.State.OPEN)
    return may_charge.exists() or paying.exists() or owed.exists()


def open_alerts(member: Membership) -> QuerySet[MoneyAlert]:
    """Each with `refused`: whether the payment service would not take the money back."""
    tried = Refund.objects.filter(parting=OuterRef("parting"))
    alerts = MoneyAlert.objects.visible_to(member).annotate(refused=Exists(tried))
    return alerts.select_related("membership", "subscription", "parting")
