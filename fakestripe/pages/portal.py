"""The billing portal: the card, the end of the subscription, open invoices."""

from datetime import UTC, datetime
from html import escape

from fakestripe import cards
from fakestripe.events import change
from fakestripe.fake import Fake
from fakestripe.objects import payment_method, portal
from fakestripe.objects.subscription import period_end
from fakestripe.objects.subscription_state import ENDED, UPDATED
from fakestripe.objects.subscription_update import leaving, staying
from fakestripe.pages import card_form
from fakestripe.pages.html import back, card_fields, card_table, form, page, price, problem
from fakestripe.pages.serving import html, missing
from fakestripe.pages.words import known, language_of, say
from fakestripe.params import Params
from fakestripe.router import Call, pages
from fakestripe.store import Doc
from fakestripe.web import Answer, redirect


@pages.add("GET", "/portal/{session}")
def show(call: Call) -> Answer:
    session = portal.living(call.fake, call.ids["session"])
    return _page(call.fake, session) if session else missing()


@pages.add("POST", "/portal/{session}/card")
def change_card(call: Call) -> Answer:
    """Simplified: a card that would ask the bank first is taken as confirmed."""
    fake, session = call.fake, portal.living(call.fake, call.ids["session"])
    if session is None:
        return missing()
    method, wrong = card_form.read(fake, call.params)
    decline = cards.decline_on_saving(method) if method else None
    if decline:
        wrong = decline if known(decline) else "card_declined"
    if method is None or wrong:
        return _page(fake, session, wrong, call.params)
    change(fake, method, None, _authenticated=True)
    payment_method.save(fake, method, session["customer"])
    payment_method.make_default(fake, session["customer"], method)
    return redirect(f"/portal/{session['id']}")


@pages.add("POST", "/portal/{session}/{subscription}/{action}")
def end_or_keep(call: Call) -> Answer:
    fake, session = call.fake, portal.living(call.fake, call.ids["session"])
    if session is None:
        return missing()
    doc = fake.store.get("subscription", call.ids["subscription"])
    if doc["customer"] != session["customer"]:
        return missing()
    if doc["status"] not in ENDED and call.ids["action"] == "cancel":
        fields = leaving(fake, doc, period_end(doc), at_period_end=True)
        change(fake, doc, UPDATED, **fields)
    elif doc["cancel_at_period_end"] and call.ids["action"] == "keep":
        change(fake, doc, UPDATED, **staying(fake, doc))
    return redirect(f"/portal/{session['id']}")


def _page(
    fake: Fake, session: Doc, wrong: str | None = None, typed: Params | None = None
) -> Answer:
    language = language_of(session["locale"])
    values = typed or Params({})
    fields = card_fields(
        language,
        number=values.text("number") or "",
        until=values.text("expires") or "",
        failed=wrong is not None,
    )
    body = "".join(
        [
            _subscriptions(fake, session, language),
            _owed(fake, session, language),
            f"<h2>{escape(say(language, 'card_now'))}</h2>",
            _card(fake, session, language),
            problem(language, wrong),
            form(language, "change_card", fields, action=f"/portal/{session['id']}/card"),
            back(language, session["return_url"]),
            card_table(language),
        ]
    )
    return html(
        page(language, "portal", body), status=422 if wrong else 200, leads_to=session["return_url"]
    )


def _subscriptions(fake: Fake, session: Doc, language: str) -> str:
    found = fake.store.all("subscription", customer=session["customer"])
    live = [each for each in found if each["status"] not in ENDED | {"incomplete"}]
    if not live:
        return f"<p>{escape(say(language, 'none'))}</p>"
    return "".join(_subscription(fake, session, each, language) for each in live)


def _subscription(fake: Fake, session: Doc, doc: Doc, language: str) -> str:
    date = datetime.fromtimestamp(period_end(doc), UTC).strftime("%d.%m.%Y")
    product = fake.store.get("product", doc["items"]["data"][0]["price"]["product"])
    ends = doc["cancel_at_period_end"]
    text = say(language, "ends" if ends else "until", date=date)
    action = "keep" if ends else "cancel"
    button = form(
        language,
        action,
        "",
        action=f"/portal/{session['id']}/{doc['id']}/{action}",
        quiet=True,
        date=date,
    )
    return f"<h2>{escape(product['name'])}</h2><p>{escape(text)}</p>{button}"


def _owed(fake: Fake, session: Doc, language: str) -> str:
    return "".join(
        f'<p><a href="/invoice/{each["id"]}">{escape(say(language, "owed"))}:'
        f" {escape(price(language, each['amount_due'], each['currency']))}</a></p>"
        for each in fake.store.all("invoice", customer=session["customer"], status="open")
    )


def _card(fake: Fake, session: Doc, language: str) -> str:
    owner = fake.store.get("customer", session["customer"])
    named = [owner["invoice_settings"]["default_payment_method"]]
    for each in fake.store.all("subscription", customer=owner["id"]):
        named.insert(0, None if each["ended_at"] else each["default_payment_method"])
    method_id = next((each for each in named if each), None)
    if method_id is None:
        return f"<p>{escape(say(language, 'no_card'))}</p>"
    card = fake.store.get("payment_method", method_id)["card"]
    return f"<p>{escape(card['brand'])} ···· {card['last4']}</p>"
