"""What the owner sells."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction

from billing import currency as money
from billing.models import Plan, Price
from billing.permissions import P
from communities.models import Membership
from communities.operations import change_screening, record
from core import clock, nudge
from core.permissions import require


class PriceTaken(Exception):
    """The plan already has a price in this currency, interval and way."""


class NewPrice(NamedTuple):
    """`amount` in minor units."""

    currency: str
    amount: int
    interval: str = Price.Interval.MONTH
    way: str = Price.Way.CARD


def open_plan(
    *,
    actor: Membership,
    name: str,
    prices: Iterable[NewPrice],
    description: str = "",
    questions: Sequence[str] = (),
) -> Plan:
    """A plan with its prices; with `questions`, newcomers answer them first from now on.

    Raises `PriceTaken` where two prices are of one kind.
    """
    require(actor, P.SELL)
    with transaction.atomic():
        plan = Plan.objects.create(
            name=name, description=description, position=Plan.objects.count()
        )
        record(actor=actor, action="open_plan", target=plan)
        for price in prices:
            add(plan, price)
        if questions:
            change_screening(actor=actor, asks=True, questions=questions)
    return plan


def add_price(*, actor: Membership, plan: Plan, price: NewPrice) -> Price:
    """One more price of `plan`. Raises `PriceTaken`."""
    require(actor, P.SELL, plan)
    with transaction.atomic():
        made = add(plan, price)
        record(actor=actor, action="add_price", target=made)
    return made


def add(plan: Plan, price: NewPrice) -> Price:
    money.checked(price.amount, price.currency)
    try:
        with transaction.atomic():
            return Price.objects.create(
                plan=plan,
                currency=price.currency,
                amount=price.amount,
                interval=price.interval,
                way=price.way,
            )
    except IntegrityError as error:
        raise PriceTaken from error


def archive_price(*, actor: Membership, price: Price) -> None:
    """Offer it to nobody more; who has it keeps it."""
    archive(actor, price, "archive_price")


def archive_plan(*, actor: Membership, plan: Plan) -> None:
    """Offer it to nobody more; who has it keeps it."""
    archive(actor, plan, "archive_plan")


def archive(actor: Membership, row: Plan | Price, action: str) -> None:
    require(actor, P.SELL, row)
    with transaction.atomic():
        row.archived_at = row.archived_at or clock.now()
        row.save(update_fields=["archived_at"])
        record(actor=actor, action=action, target=row)
        # A payment page opened before stays payable until the provider is told.
        transaction.on_commit(lambda: nudge.celery("billing.tasks.close_checkouts"))
