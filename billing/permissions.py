"""Who may do what with money. `actor` is a `Membership`; paying stays open without access."""

from typing import Any

from billing.models import Price, Subscription
from communities.models import Membership
from core.permissions import Permission, reads, writes


def owner(actor: Membership, obj: Any) -> bool:
    return actor.is_owner and (obj is None or obj.community_id == actor.community_id)


def may_pay(actor: Membership, price: Price) -> bool:
    """Joining or being here, not as the owner, and nothing once a closing is announced."""
    here = actor.state in (Membership.State.JOINING, Membership.State.ACTIVE)
    on_sale = price.is_live and price.way == Price.Way.CARD
    on_sale = on_sale and actor.community.closes_at is None
    return here and not actor.is_owner and on_sale and price.community_id == actor.community_id


def may_ask(actor: Membership, price: Price | None) -> bool:
    """Joining or being here; a price, if one is named, is on sale by transfer."""
    here = actor.state in (Membership.State.JOINING, Membership.State.ACTIVE)
    here = here and actor.community.closes_at is None
    if price is None:
        return here and not actor.is_owner
    by_hand = price.is_live and price.way == Price.Way.HAND
    return here and not actor.is_owner and by_hand and price.community_id == actor.community_id


def payer(actor: Membership, subscription: Subscription) -> bool:
    return subscription.membership_id == actor.pk


def may_be_given_a_place(actor: Membership, member: Membership) -> bool:
    here = member.state in (Membership.State.JOINING, Membership.State.ACTIVE)
    return owner(actor, member) and here and not member.is_owner


class P(Permission):
    """The table. Paying and ending a payment never ask for access."""

    PAY = reads(may_pay)
    ASK_FOR_PLACE = reads(may_ask)
    CHANGE_RENEWAL = reads(payer)
    SELL = writes(owner)
    SEE_PAYMENTS = reads(owner)
    SETTLE_ALERT = writes(owner)
    CHANGE_GRACE = writes(owner)
    INVITE_MANY = writes(owner)
    GIVE_PLACE = writes(may_be_given_a_place)
    TAKE_PLACE = writes(owner)
    RECORD_PAYMENT = writes(may_be_given_a_place)
    TAKE_BACK_PAYMENT = writes(owner)
