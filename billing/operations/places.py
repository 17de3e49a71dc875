"""Access the owner gives: places, and payments that came by hand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from billing import currency as money
from billing.access import at_ten, closing
from billing.models import Grant, HandPayment, PlaceRequest, Plan, Price
from billing.operations.access import locked, rewrite_access, zone_of
from billing.permissions import P
from communities.models import Membership
from communities.operations import record
from core import clock
from core.permissions import require


def ask_for_place(*, member: Membership, price: Price | None = None) -> PlaceRequest:
    """Show oneself to the owner as somebody who will pay by transfer (`price`) or needs a place."""
    require(member, P.ASK_FOR_PLACE, price)
    request, _ = PlaceRequest.objects.update_or_create(membership=member, defaults={"price": price})
    return request


def give_place(
    *,
    actor: Membership,
    member: Membership,
    until: date | None,
    reason: str = "",
    plan: Plan | None = None,
) -> Grant:
    """Open access until ten o'clock of `until` in the member's zone, on a working day (`None`:
    without end). A place given before is replaced."""
    require(actor, P.GIVE_PLACE, member)
    with transaction.atomic():
        locked(member.pk)
        Grant.objects.standing().filter(membership=member).update(revoked_at=clock.now())
        grant = Grant.objects.create(
            membership=member,
            until=until and end_of(until, member),
            reason=reason,
            plan=plan,
            given_by=actor,
        )
        record(actor=actor, action="give_place", target=grant, concerns=member)
        rewrite_access(member)
    return grant


def end_of(day: date, member: Membership) -> datetime:
    zone = ZoneInfo(zone_of(member))
    return closing(at_ten(day, zone), zone)


def revoke_place(*, actor: Membership, grant: Grant) -> None:
    """Take the place back now."""
    require(actor, P.TAKE_PLACE, grant)
    with transaction.atomic():
        locked(grant.membership_id)
        Grant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=clock.now())
        record(actor=actor, action="revoke_place", target=grant, concerns=grant.membership)
        rewrite_access(grant.membership)


def record_hand_payment(
    *,
    actor: Membership,
    member: Membership,
    amount: int,
    currency: str,
    until: date,
    form_key: str,
    note: str = "",
) -> HandPayment:
    """Income that came another way: `amount` minor units, paid until ten o'clock of `until`.

    The period begins now, or where the last such payment ends. The same `form_key` again is the
    same payment.
    """
    require(actor, P.RECORD_PAYMENT, member)
    money.checked(amount, currency)
    try:
        with transaction.atomic():
            payment = HandPayment.objects.create(
                membership=member,
                currency=currency,
                amount=amount,
                period_start=start_of_period(member),
                period_end=at_ten(until, ZoneInfo(zone_of(member))),
                note=note,
                confirmed_by=actor,
                time_zone=zone_of(member),
                form_key=form_key,
            )
            record(actor=actor, action="record_hand_payment", target=payment, concerns=member)
            rewrite_access(member)
    except IntegrityError:
        return HandPayment.objects.get(membership=member, form_key=form_key)
    return payment


def start_of_period(member: Membership) -> datetime:
    before = HandPayment.objects.standing().filter(membership=member)
    last = before.order_by("-period_end").values_list("period_end", flat=True).first()
    return max(last or clock.now(), clock.now())


def take_back_hand_payment(*, actor: Membership, payment: HandPayment) -> None:
    """Undo a payment recorded by mistake; the row stays."""
    require(actor, P.TAKE_BACK_PAYMENT, payment)
    with transaction.atomic():
        HandPayment.objects.filter(pk=payment.pk, taken_back_at=None).update(
            taken_back_at=clock.now()
        )
        record(
            actor=actor,
            action="take_back_payment",
            target=payment,
            concerns=payment.membership,
        )
        rewrite_access(payment.membership)
