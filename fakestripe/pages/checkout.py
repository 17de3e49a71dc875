"""The hosted Checkout page and its bank's question.

Submitting twice pays once: a complete session only redirects.
"""

from html import escape

from fakestripe.fake import Fake
from fakestripe.objects import checkout, checkout_payment
from fakestripe.pages import card_form
from fakestripe.pages.html import (
    back,
    bank_question,
    card_fields,
    card_table,
    form,
    page,
    price,
    problem,
)
from fakestripe.pages.serving import html
from fakestripe.pages.words import known, language_of, say
from fakestripe.params import Params
from fakestripe.router import Call, pages
from fakestripe.store import Doc
from fakestripe.web import Answer, redirect


@pages.add("GET", "/checkout/{session}")
def show(call: Call) -> Answer:
    session = call.fake.store.get("checkout.session", call.ids["session"])
    if session["status"] == "complete":
        return _arrive(session)
    return _page(call.fake, session)


@pages.add("POST", "/checkout/{session}")
def submit(call: Call) -> Answer:
    fake, session_id = call.fake, call.ids["session"]
    session = fake.store.get("checkout.session", session_id)
    if session["status"] != "open":
        return show(call)
    method, wrong = None, None
    if _asks_card(session):
        method, wrong = card_form.read(fake, call.params, session["customer_email"])
    if wrong:
        return _page(fake, session, wrong, call.params)
    outcome = checkout_payment.pay(fake, session_id, method)
    session = fake.store.get("checkout.session", session_id)
    if outcome == checkout_payment.COMPLETE:
        return _arrive(session)
    if outcome == checkout_payment.ASKS:
        return redirect(f"/checkout/{session_id}/bank")
    return _page(fake, session, _decline(session), call.params)


@pages.add("GET", "/checkout/{session}/bank")
def bank(call: Call) -> Answer:
    session = call.fake.store.get("checkout.session", call.ids["session"])
    if session["status"] != "open" or session["_method"] is None:
        return redirect(f"/checkout/{session['id']}")
    language = language_of(session["locale"])
    return html(
        page(
            language, "bank", bank_question(language, session["amount_total"], session["currency"])
        ),
        leads_to=session["success_url"],
    )


@pages.add("POST", "/checkout/{session}/bank")
def bank_answers(call: Call) -> Answer:
    fake, session_id = call.fake, call.ids["session"]
    success = call.params.text("answer") == "yes"
    outcome = checkout_payment.authenticate(fake, session_id, success=success)
    session = fake.store.get("checkout.session", session_id)
    if outcome == checkout_payment.DECLINED:
        return _page(fake, session, _decline(session))
    return _arrive(session) if outcome == "complete" else _page(fake, session)


def _arrive(session: Doc) -> Answer:
    return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))


def _decline(session: Doc) -> str:
    reason = session.get("_decline") or ""
    return reason if known(reason) else "card_declined"


def _asks_card(session: Doc) -> bool:
    free = session["mode"] == "subscription" and not session["amount_total"]
    return not (free and session["payment_method_collection"] == "if_required")


def _page(
    fake: Fake, session: Doc, wrong: str | None = None, params: Params | None = None
) -> Answer:
    language = language_of(session["locale"])
    if session["status"] == "expired":
        body = problem(language, "expired") + back(language, session["cancel_url"])
        return html(page(language, "pay", body), status=410)
    typed = params or Params({})
    fields = card_fields(
        language,
        number=typed.text("number") or "",
        until=typed.text("expires") or "",
        failed=wrong is not None,
    )
    asks = _asks_card(session)
    body = "".join(
        [
            _summary(fake, session, language),
            problem(language, wrong),
            form(language, _button(session), fields if asks else ""),
            back(language, session["cancel_url"]),
            card_table(language) if asks else "",
        ]
    )
    status = 422 if wrong else 200
    return html(
        page(language, _button(session), body), status=status, leads_to=session["success_url"]
    )


def _button(session: Doc) -> str:
    if session["mode"] == "setup":
        return "save_card"
    return "pay" if session["amount_total"] else "start_trial"


def _summary(fake: Fake, session: Doc, language: str) -> str:
    if not session["_lines"]:
        return ""
    items = checkout.line_items(fake, session)["data"]
    rows = "".join(
        f"<tr><td>{escape(each['description'])}{_how_often(each['price'], language)}</td>"
        f"<td>{escape(price(language, each['amount_total'], each['currency']))}</td></tr>"
        for each in items
    )
    total = price(language, session["amount_total"], session["currency"])
    return (
        f'<table class="sum"><tbody>{rows}</tbody><tfoot><tr><th scope="row">'
        f"{escape(say(language, 'total'))}</th><td>{escape(total)}</td></tr></tfoot></table>"
    )


def _how_often(sold: Doc, language: str) -> str:
    recurring = sold["recurring"]
    if recurring is None:
        return ""
    count = recurring["interval_count"]
    key = f"{'each' if count == 1 else 'every'}_{recurring['interval']}"
    return f"<br><small>{escape(say(language, key, n=count))}</small>"
