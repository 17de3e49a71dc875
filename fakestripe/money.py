"""Amounts are integers in the currency's minor unit; this is where decimals are known.

https://docs.stripe.com/currencies
"""

from fakestripe.errors import invalid

NO_DECIMALS = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()  # noqa: SIM905
)
THREE_DECIMALS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])


def decimals(currency: str) -> int:
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def written(amount: int, currency: str) -> str:
    """1234, "usd" -> "12.34 USD"; never through a float."""
    places = decimals(currency)
    sign, digits = ("-" if amount < 0 else ""), str(abs(amount)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], "." + digits[-places:]) if places else (digits, "")
    return f"{sign}{int(whole):,}{rest} {currency.upper()}".replace(",", "\N{NO-BREAK SPACE}")


def checked(amount: int | None, currency: str, param: str) -> int:
    """Stripe takes three-decimal amounts in steps of ten minor units only."""
    if amount is None or amount < 0:
        raise invalid("Invalid non-negative integer", param=param)
    if currency in THREE_DECIMALS and amount % 10:
        raise invalid(f"Invalid amount: amounts in {currency} must be divisible by 10", param=param)
    return amount


def currency_code(value: str, param: str = "currency") -> str:
    code = value.lower()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise invalid(f"Invalid currency: {value}", param=param)
    return code


def share(amount: int, part: int, whole: int) -> int:
    """``amount * part / whole`` to the nearest unit, halves up."""
    return (2 * amount * part + whole) // (2 * whole) if whole else 0
