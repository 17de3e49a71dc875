"""The hosted page of an invoice: pay what is open, with another card where need be.

Also the bank's question for an intent (``next_action.redirect_to_url``).
"""

from html import escape

from fakestripe.errors import missing
from fakestripe.fake import Fake
from fakestripe.objects import collection, payment_confirm, payment_intent
from fakestripe.objects.subscription_state import adopt_method
from fakestripe.pages import card_form
from fakestripe.pages.html import bank_question, card_fields, card_table, form, page, price, problem
from fakestripe.pages.serving import html
from fakestripe.pages.words import known, language_of, say
from fakestripe.params import Params
from fakestripe.router import Call, pages
from fakestripe.store import Doc
from fakestripe.web import Answer, redirect


@pages.add("GET", "/invoice/{invoice}")
def show(call: Call) -> Answer:
    return _page(call.fake, call.fake.store.get("invoice", call.ids["invoice"]))


@pages.add("POST", "/invoice/{invoice}")
def submit(call: Call) -> Answer:
    fake, doc = call.fake, call.fake.store.get("invoice", call.ids["invoice"])
    intent = collection.intent_of(fake, doc)
    if doc["status"] not in {"open", "uncollectible"} or intent is None:
        return _page(fake, doc)
    method, wrong = card_form.read(fake, call.params, doc["customer_email"])
    if method is None:
        return _page(fake, doc, wrong, call.params)
    status = collection.charge(fake, doc, method, off_session=False)
    return _result(fake, doc["id"], status, call.params)


def _result(fake: Fake, invoice_id: str, status: str, typed: Params | None = None) -> Answer:
    doc = fake.store.get("invoice", invoice_id)
    intent = collection.intent_of(fake, doc) or {}
    if status == "requires_action":
        return redirect(f"/authenticate/{intent['id']}")
    if status == "succeeded":
        adopt_method(fake, doc)
        return _page(fake, doc)
    reason = (intent.get("last_payment_error") or {}).get("decline_code") or "card_declined"
    return _page(fake, doc, reason if known(reason) else "card_declined", typed)


def _page(fake: Fake, doc: Doc, wrong: str | None = None, typed: Params | None = None) -> Answer:
    language = _language(fake, doc["customer"])
    title = say(language, "invoice", number=doc["number"] or "")
    amount = (
        f"<p><strong>{escape(price(language, doc['amount_due'], doc['currency']))}</strong></p>"
    )
    if doc["status"] not in {"open", "uncollectible"}:
        word = "complete" if doc["status"] == "paid" else "expired"
        body = f"{amount}<p>{escape(say(language, word))}</p>"
        return html(page(language, "pay", body, title=title))
    values = typed or Params({})
    fields = card_fields(
        language,
        number=values.text("number") or "",
        until=values.text("expires") or "",
        failed=wrong is not None,
    )
    body = amount + problem(language, wrong) + form(language, "pay", fields) + card_table(language)
    return html(page(language, "pay", body, title=title), status=422 if wrong else 200)


def _language(fake: Fake, customer_id: str | None) -> str:
    locales = fake.store.get("customer", customer_id)["preferred_locales"] if customer_id else []
    return language_of(locales[0] if locales else None)


@pages.add("GET", "/authenticate/{intent}")
def bank(call: Call) -> Answer:
    intent = call.fake.store.get("payment_intent", call.ids["intent"])
    if intent["status"] != "requires_action":
        return _leave(call.fake, intent)
    language = _language(call.fake, intent["customer"])
    body = bank_question(language, intent["amount"], intent["currency"])
    return html(page(language, "bank", body), leads_to=intent.get("_return_url"))


@pages.add("POST", "/authenticate/{intent}")
def bank_answers(call: Call) -> Answer:
    fake = call.fake
    intent = fake.store.get("payment_intent", call.ids["intent"])
    if intent["status"] == "requires_action":
        if call.params.text("answer") == "yes":
            method = fake.store.get("payment_method", intent["payment_method"])
            payment_confirm.attempt(fake, intent, method, off_session=False, authenticated=True)
        else:
            payment_intent.fail_authentication(fake, intent)
    return _leave(fake, fake.store.get("payment_intent", intent["id"]))


def _leave(fake: Fake, intent: Doc) -> Answer:
    if intent.get("_return_url"):
        return redirect(intent["_return_url"])
    invoice = collection.invoice_of(fake, intent)
    if invoice is None:
        raise missing("page", intent["id"])
    status = "succeeded" if intent["status"] == "succeeded" else "requires_payment_method"
    return _result(fake, invoice["id"], status)
