"""One function for each thing that can be done with money and access."""

from billing.operations.access import rewrite_access
from billing.operations.alerts import settle_alert
from billing.operations.apply import apply_session, apply_subscription
from billing.operations.checkout import (
    AlreadySubscribed,
    Busy,
    look_at_checkout,
    start_checkout,
)
from billing.operations.closing import follow_closing
from billing.operations.denial import refresh_before_denial
from billing.operations.events import receive_event
from billing.operations.grace import change_grace
from billing.operations.handover import take_over
from billing.operations.letters import send_letter
from billing.operations.places import (
    ask_for_place,
    give_place,
    record_hand_payment,
    revoke_place,
    take_back_hand_payment,
)
from billing.operations.plans import (
    NewPrice,
    PriceTaken,
    add_price,
    archive_plan,
    archive_price,
    open_plan,
)
from billing.operations.refunds import decide_refunds
from billing.operations.renewal import cancel_at_period_end, card_page, resume_renewal
from billing.operations.welcome import invite_many, join, welcome_for

__all__ = [
    "AlreadySubscribed",
    "Busy",
    "NewPrice",
    "PriceTaken",
    "add_price",
    "apply_session",
    "apply_subscription",
    "archive_plan",
    "archive_price",
    "ask_for_place",
    "cancel_at_period_end",
    "card_page",
    "change_grace",
    "decide_refunds",
    "follow_closing",
    "give_place",
    "invite_many",
    "join",
    "look_at_checkout",
    "open_plan",
    "receive_event",
    "record_hand_payment",
    "refresh_before_denial",
    "resume_renewal",
    "revoke_place",
    "rewrite_access",
    "send_letter",
    "settle_alert",
    "start_checkout",
    "take_back_hand_payment",
    "take_over",
    "welcome_for",
]
