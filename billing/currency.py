"""Money as people read and type it; inside, an amount is an integer of minor units.

How many decimals a currency has is a table, after https://docs.stripe.com/currencies (which
departs from ISO 4217 in a few places: the króna and the Ugandan shilling are sent with two
decimals that are always zero).
"""

import re

from django.utils.translation import gettext as _

TWO = (
    "AED AMD ARS AUD AZN BGN BRL BYN CAD CHF CNY CZK DKK EGP EUR GBP GEL HKD HUF IDR ILS INR ISK "
    "KGS KZT MDL MXN MYR NOK NZD PLN RON RSD RUB SAR SEK SGD THB TJS TRY TWD UAH UGX USD UYU UZS "
    "ZAR"
)
NONE = "CLP JPY KRW PYG VND XAF XOF"
THREE = "BHD JOD KWD OMR TND"
DECIMALS = {
    code: places for places, codes in ((2, TWO), (0, NONE), (3, THREE)) for code in codes.split()
}
WHOLE_ONLY = {"ISK", "UGX"}
SYMBOLS = {
    "AMD": "֏",
    "EUR": "€",
    "GBP": "£",
    "GEL": "₾",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "KZT": "₸",
    "PLN": "zł",
    "RUB": "₽",
    "TRY": "₺",
    "UAH": "₴",
    "USD": "$",
    "VND": "₫",
}
BEFORE_IN_ENGLISH = {"EUR", "GBP", "ILS", "INR", "JPY", "KRW", "USD", "VND"}
FIRST = ("EUR", "RUB", "USD")
CHOICES = [
    (code, f"{code} {SYMBOLS.get(code, '')}".strip())
    for code in (*FIRST, *sorted(set(DECIMALS) - set(FIRST)))
]
LARGEST = 99_999_999  # minor units; Stripe takes eight digits
NO_BREAK = "\N{NO-BREAK SPACE}"
TYPED = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'’]")


def written(amount: int, currency: str, language: str) -> str:
    """`amount` minor units for a reader: «1 200 ₽», «12,50 €»; "€12.00", "RUB 1,200.00"."""
    places = DECIMALS[currency]
    digits = str(abs(amount)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    sign = "-" if amount < 0 else ""
    return (
        russian(sign, whole, rest, currency)
        if language == "ru"
        else english(sign, whole, rest, currency)
    )


def russian(sign: str, whole: str, rest: str, currency: str) -> str:
    fraction = f",{rest}" if rest.strip("0") else ""
    number = f"{int(whole):,}".replace(",", NO_BREAK) + fraction
    return f"{sign}{number}{NO_BREAK}{SYMBOLS.get(currency, currency)}"


def english(sign: str, whole: str, rest: str, currency: str) -> str:
    number = f"{int(whole):,}" + (f".{rest}" if rest else "")
    if currency in BEFORE_IN_ENGLISH:
        return f"{sign}{SYMBOLS[currency]}{number}"
    return f"{sign}{currency}{NO_BREAK}{number}"


def plain(amount: int, currency: str) -> str:
    """`amount` minor units as one types it into a field: "1200.50"."""
    places = DECIMALS[currency]
    digits = str(amount).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def parse(text: str, currency: str) -> int:
    """Minor units of what somebody typed: "1 200", "12,5", "12.50".

    Raises `ValueError`, with a text for the person, for anything that is not a positive amount
    this currency can have.
    """
    places = DECIMALS[currency]
    typed = TYPED.fullmatch(SPACES.sub("", text))
    if not typed:
        raise ValueError(_("Write the amount in digits, for example 1200 or 12.50."))
    whole, fraction = typed[1], (typed[2] or "").rstrip("0")
    if len(fraction) > places:
        raise ValueError(
            _("%(currency)s has fewer digits after the point.") % {"currency": currency}
        )
    amount = int(whole + fraction.ljust(places, "0"))
    return checked(amount, currency)


def payable(amount: int, currency: str) -> int:
    """`amount` rounded down to what `currency` can have."""
    step = 100 if currency in WHOLE_ONLY else 10 if DECIMALS[currency] == 3 else 1
    return amount - amount % step


def checked(amount: int, currency: str) -> int:
    """`amount` if it can be charged in `currency`, else `ValueError` with a text for the person."""
    if not 0 < amount <= LARGEST:
        raise ValueError(_("This amount is outside what can be charged."))
    if DECIMALS[currency] == 3 and amount % 10:
        raise ValueError(_("The last digit must be 0 in this currency."))
    if currency in WHOLE_ONLY and amount % 100:
        raise ValueError(_("Only whole amounts are taken in this currency."))
    return amount
