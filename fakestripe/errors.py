"""Errors in Stripe's shape: type, code, message, param.

https://docs.stripe.com/api/errors
"""

from typing import Any


class StripeError(Exception):
    """An answer other than 2xx; ``body`` is what goes over the wire."""

    def __init__(self, status: int, type_: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        # A declined card is a fact that stays on record; any other error leaves no trace.
        self.keeps_writes = status == 402
        self.details = {"type": type_, "message": message}
        self.details |= {key: value for key, value in details.items() if value is not None}

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.details}


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> StripeError:
    return StripeError(400, "invalid_request_error", message, param=param, code=code)


def missing(noun: str, object_id: str, param: str = "id") -> StripeError:
    message = f"No such {noun}: '{object_id}'"
    return StripeError(404, "invalid_request_error", message, code="resource_missing", param=param)


def card_error(details: dict[str, Any], *, keeps_writes: bool = True) -> StripeError:
    """402 made of an intent's ``last_payment_error`` or ``last_setup_error``."""
    rest = {key: value for key, value in details.items() if key not in {"type", "message"}}
    error = StripeError(402, "card_error", details["message"], **rest)
    error.keeps_writes = keeps_writes
    return error
