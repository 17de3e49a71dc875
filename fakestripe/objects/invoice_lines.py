"""Lines of an invoice, in the shape of "basil": the origin stands under ``parent``."""

from fakestripe.blanks import blank
from fakestripe.money import share
from fakestripe.objects.price import amount_in
from fakestripe.store import Doc, new_id

ORIGIN = {"invoice_item_details": None, "type": "subscription_item_details"}


def line(
    item: Doc,
    currency: str,
    *,
    amount: int,
    description: str,
    period: tuple[int, int],
    proration: bool = False,
) -> Doc:
    """``item`` is a subscription item; ``amount`` may be negative for a credit."""
    price = item["price"]
    origin = {
        "invoice_item": None,
        "proration": proration,
        "proration_details": None,
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    return blank(
        "line_item",
        id=new_id("il"),
        amount=amount,
        currency=currency,
        description=description,
        discountable=not proration,
        metadata=item["metadata"],
        parent=ORIGIN | {"subscription_item_details": origin},
        period={"start": period[0], "end": period[1]},
        pricing={
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": str(amount_in(price, currency)),
        },
        quantity=item["quantity"],
        subscription=item["subscription"],
        subtotal=amount,
    )


def full(item: Doc, currency: str) -> Doc:
    """The item's own current period at its full price."""
    unit = amount_in(item["price"], currency)
    period = (item["current_period_start"], item["current_period_end"])
    text = f"{item['quantity']} × {item['price']['nickname'] or item['price']['id']}"
    return line(item, currency, amount=unit * item["quantity"], description=text, period=period)


def trial(item: Doc, currency: str) -> Doc:
    period = (item["current_period_start"], item["current_period_end"])
    return line(item, currency, amount=0, description="Trial period", period=period)


def rest(item: Doc, currency: str, now: int, *, credit: bool) -> Doc:
    """The part of the item's period that is left, to be given back or to be paid.

    By the second, rounded to the nearest minor unit.
    """
    start, end = item["current_period_start"], item["current_period_end"]
    whole = amount_in(item["price"], currency) * item["quantity"]
    amount = share(whole, max(end - now, 0), end - start)
    text = "Unused time" if credit else "Remaining time"
    return line(
        item,
        currency,
        amount=-amount if credit else amount,
        description=f"{text} on {item['price']['nickname'] or item['price']['id']}",
        period=(now, end),
        proration=True,
    )
