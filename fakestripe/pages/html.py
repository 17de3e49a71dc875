"""Pieces of HTML shared by the pages. Everything that is not ours is escaped here."""

from html import escape
from string import Template

from fakestripe.money import written
from fakestripe.pages.words import say

PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title</title>
<link rel="stylesheet" href="/static/style.css">
</head>
<body>
<main>
<p class="pretend">$pretend</p>
<h1>$title</h1>
$body
</main>
</body>
</html>
""")

CARDS = {
    "4242 4242 4242 4242": "use_4242",
    "4000 0025 0000 3155": "use_3155",
    "4000 0000 0000 0341": "use_0341",
    "4000 0000 0000 9995": "use_9995",
    "4000 0000 0000 0002": "use_0002",
}

FIELDS = Template("""
<label for="number">$number</label>
<input id="number" name="number" list="cards" inputmode="numeric" autocomplete="cc-number"
  maxlength="23" required value="$value"$described>
<datalist id="cards">$options</datalist>
<div class="pair">
<div><label for="expires">$expires</label>
<input id="expires" name="expires" inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34"
  maxlength="9" required value="$until"></div>
<div><label for="cvc">$cvc</label>
<input id="cvc" name="cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123"
  maxlength="4" required></div>
</div>
""")


def page(language: str, title_key: str, body: str, *, title: str | None = None) -> str:
    return PAGE.substitute(
        language=language,
        title=escape(title or say(language, title_key)),
        pretend=escape(say(language, "pretend")),
        body=body,
    )


def price(language: str, value: int, currency: str) -> str:
    text = written(value, currency)
    return text.replace(".", ",") if language == "ru" else text


def problem(language: str, key: str | None) -> str:
    if key is None:
        return ""
    return f'<p class="problem" id="problem" role="alert">{escape(say(language, key))}</p>'


def card_fields(language: str, *, number: str = "", until: str = "", failed: bool = False) -> str:
    options = "".join(
        f'<option value="{each}">{escape(say(language, use))}</option>'
        for each, use in CARDS.items()
    )
    names = {key: escape(say(language, key)) for key in ("number", "expires", "cvc")}
    described = ' aria-describedby="problem" aria-invalid="true" autofocus' if failed else ""
    return FIELDS.substitute(
        names, value=escape(number), until=escape(until), options=options, described=described
    )


def card_table(language: str) -> str:
    rows = "".join(
        f"<tr><td>{each}</td><td>{escape(say(language, use))}</td></tr>"
        for each, use in CARDS.items()
    )
    caption = escape(say(language, "cards"))
    return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def form(
    language: str,
    button_key: str,
    fields: str,
    *,
    action: str = "",
    quiet: bool = False,
    **values: object,
) -> str:
    """A form that posts to ``action`` or to its own page."""
    target = f' action="{escape(action)}"' if action else ""
    kind = ' class="quiet"' if quiet else ""
    label = escape(say(language, button_key, **values))
    return f'<form method="post"{target}>{fields}<button{kind}>{label}</button></form>'


def back(language: str, address: str | None) -> str:
    if not address:
        return ""
    return f'<p><a href="{escape(address)}">{escape(say(language, "back"))}</a></p>'


def bank_question(language: str, amount: int | None, currency: str | None) -> str:
    if amount and currency:
        asks = say(language, "bank_asks", amount=price(language, amount, currency))
    else:
        asks = say(language, "bank_asks_card")
    buttons = "".join(
        f'<button name="answer" value="{value}"{kind}>{escape(say(language, key))}</button>'
        for value, key, kind in (("yes", "bank_yes", ""), ("no", "bank_no", ' class="quiet"'))
    )
    return f'<p>{escape(asks)}</p><form method="post">{buttons}</form>'
