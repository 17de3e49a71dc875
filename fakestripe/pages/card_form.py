"""Reads the card form: a payment method, or the word for what is wrong with it."""

import re
from datetime import UTC, datetime

from fakestripe.cards import problem
from fakestripe.fake import Fake
from fakestripe.objects import payment_method
from fakestripe.params import Params
from fakestripe.store import Doc

EXPIRY = re.compile(r"\s*(\d{1,2})\s*/?\s*(\d{4}|\d{2})\s*")


def read(fake: Fake, params: Params, email: str | None = None) -> tuple[Doc | None, str | None]:
    """(method, None) or (None, key of ``words``)."""
    number = re.sub(r"[\s-]", "", params.text("number") or "")
    code = problem(number)
    if code:
        return None, "test_mode_live_card" if code == "card_declined" else "incorrect_number"
    expires = _expiry(fake, params.text("expires") or "")
    if expires is None:
        return None, "expired_card"
    if not re.fullmatch(r"\d{3,4}", params.text("cvc") or ""):
        return None, "incorrect_cvc"
    return payment_method.create(fake, number, expires, email), None


def _expiry(fake: Fake, text: str) -> tuple[int, int] | None:
    found = EXPIRY.fullmatch(text)
    if found is None:
        return None
    month, year = int(found[1]), int(found[2]) % 100 + 2000
    today = datetime.fromtimestamp(fake.now(), UTC)
    good = 1 <= month <= 12 and (year, month) >= (today.year, today.month)
    return (month, year) if good else None
