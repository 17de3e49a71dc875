"""Rows of money."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from billing.models import Grant, HandPayment, MoneyAlert, Plan, Price, Subscription
from core import clock
from core.tenancy import community_scope
from tests.conftest import Cast
from tests.invariants.rows.base import MEMBERS, Row, act, page, person

OWNER = ("owner",)
PAYERS = tuple(role for role in MEMBERS if role not in ("owner", "left"))


def plan(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"plan": Plan.objects.create(name="Place").pk}


def price(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        row = Price.objects.create(
            plan_id=plan(cast)["plan"], currency="EUR", amount=1900, interval="month", way="card"
        )
    return {"price": row.pk}


def grant(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        mine = {"membership": cast.member, "given_by": cast.owner}
        row, _ = Grant.objects.get_or_create(revoked_at=None, **mine)
        return {"grant": row.pk}


def payment(cast: Cast) -> dict[str, Any]:
    now = clock.now()
    with community_scope(cast.community):
        row = HandPayment.objects.create(
            membership=cast.member,
            currency="EUR",
            amount=1900,
            period_start=now,
            period_end=now + timedelta(days=30),
            confirmed_by=cast.owner,
            time_zone="UTC",
        )
    return {"payment": row.pk}


def alert(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        subscription = Subscription.objects.create(
            membership=cast.member,
            price_id=price(cast)["price"],
            stripe_id=f"sub_{uuid4().hex}",
            status="canceled",
            currency="EUR",
            amount=1900,
            livemode=False,
            period_start=clock.now(),
            period_end=clock.now(),
            started_at=clock.now(),
            ended_at=clock.now(),
            time_zone="UTC",
        )
        row = MoneyAlert.objects.create(
            kind=MoneyAlert.Kind.DOUBLE, membership=cast.member, subscription=subscription
        )
    return {"alert": row.pk}


def member(cast: Cast) -> dict[str, Any]:
    return {"member": person("member")(cast)["pk"]}


INSIDE = [
    page("billing:mine", MEMBERS),
    page("billing:plans", OWNER),
    page("billing:people", OWNER),
    page("billing:person", OWNER, arguments=member),
    Row("billing:return", {"done": MEMBERS}),
    Row("billing:pay", {422: MEMBERS}, method="post"),
    act("billing:ask", PAYERS, also={404: ("owner", "left", "outsider")}),
    Row("billing:stop_renewal", {404: (*MEMBERS, "outsider")}),
    Row("billing:resume_renewal", {404: (*MEMBERS, "outsider")}, method="post"),
    Row("billing:change_card", {404: (*MEMBERS, "outsider")}),
    Row("billing:add_price", {422: OWNER}, plan, "post"),
    Row("billing:change_grace", {422: OWNER}, method="post"),
    act("billing:give_place", OWNER, arguments=member),
    Row("billing:record_payment", {422: OWNER}, member, "post"),
    act("billing:take_back_payment", OWNER, arguments=payment),
    act("billing:settle_alert", OWNER, arguments=alert),
    act("billing:archive_plan", OWNER, arguments=plan),
    act("billing:archive_price", OWNER, arguments=price),
    act("billing:revoke_place", OWNER, arguments=grant),
]
