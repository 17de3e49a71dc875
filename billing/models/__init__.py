"""What is sold, who has paid, and what the provider says about it."""

from billing.models.customer import Checkout, Customer, StripePrice
from billing.models.event import EventCursor, StripeEvent
from billing.models.letter import AccessLetter
from billing.models.money_alert import MoneyAlert
from billing.models.place import Grant, HandPayment, PlaceRequest
from billing.models.plan import Plan, Price
from billing.models.refund import Refund
from billing.models.subscription import Cancellation, Invoice, Patience, Subscription
from billing.models.welcome import Welcome

__all__ = [
    "AccessLetter",
    "Cancellation",
    "Checkout",
    "Customer",
    "EventCursor",
    "Grant",
    "HandPayment",
    "Invoice",
    "MoneyAlert",
    "Patience",
    "PlaceRequest",
    "Plan",
    "Price",
    "Refund",
    "StripeEvent",
    "StripePrice",
    "Subscription",
    "Welcome",
]
