"""Test cards: what each does when it is saved and when it is charged.

Only Stripe's own test numbers are known, and no number is ever stored. One departs from
Stripe: 4000000000000341 pays its first charge here, so that a Checkout with it succeeds and
the renewals fail (at Stripe it can be saved, but every charge fails).
https://docs.stripe.com/testing
"""

from dataclasses import dataclass
from typing import Any

from fakestripe.store import Doc

PAYS, PAYS_ONCE = "pays", "pays_once"
ASKS_ONCE, ASKS_ALWAYS = "asks_once", "asks_always"


@dataclass(frozen=True)
class Card:
    """``behaviour`` is one of the words above, or the decline code of a card that fails."""

    behaviour: str
    brand: str = "visa"


CARDS = {
    "4242424242424242": Card(PAYS),
    "5555555555554444": Card(PAYS, "mastercard"),
    "4000000000000341": Card(PAYS_ONCE),
    "4000002500003155": Card(ASKS_ONCE),
    "4000002760003184": Card(ASKS_ALWAYS),
    "4000000000000002": Card("generic_decline"),
    "4000000000009995": Card("insufficient_funds"),
    "4000000000009987": Card("lost_card"),
    "4000000000000069": Card("expired_card"),
    "4000000000000127": Card("incorrect_cvc"),
    "4000000000000119": Card("processing_error"),
}
NAMED = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
}
TOKENS = {name.replace("pm_card", "tok"): number for name, number in NAMED.items()}

OWN_CODES = {"expired_card", "incorrect_cvc", "processing_error", "authentication_required"}
MESSAGES = {
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}


def problem(number: str) -> str | None:
    """The error code of a number that cannot be used here, else None."""
    if number in CARDS:
        return None
    return "card_declined" if _luhn(number) else "incorrect_number"


def _luhn(number: str) -> bool:
    if not number.isdigit() or not 12 <= len(number) <= 19:
        return False
    digits = [int(each) for each in reversed(number)]
    doubled = [each * 2 - 9 * (each > 4) for each in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def decline_on_saving(method: Doc) -> str | None:
    """The decline code when the card is set up without a charge."""
    behaviour = method["_behaviour"]
    return None if behaviour in {PAYS, PAYS_ONCE, ASKS_ONCE, ASKS_ALWAYS} else behaviour


def asks(method: Doc, *, off_session: bool) -> bool:
    """Whether the bank wants the cardholder to authenticate this very charge."""
    if method["_behaviour"] == ASKS_ONCE:
        return not (off_session and method["_authenticated"])
    return method["_behaviour"] == ASKS_ALWAYS


def decline_on_charging(method: Doc) -> str | None:
    if method["_behaviour"] == PAYS_ONCE:
        return "generic_decline" if method["_charged"] else None
    return decline_on_saving(method)


def error(
    decline_code: str, method: Doc | None = None, charge: str | None = None
) -> dict[str, Any]:
    """In the shape of ``last_payment_error``."""
    details: dict[str, Any] = {
        "type": "card_error",
        "code": decline_code if decline_code in OWN_CODES else "card_declined",
        "decline_code": decline_code,
        "message": MESSAGES.get(decline_code, "Your card was declined."),
    }
    return details | ({"charge": charge} if charge else {}) | _method(method)


def _method(method: Doc | None) -> dict[str, Any]:
    return {"payment_method": method, "payment_method_type": "card"} if method else {}
