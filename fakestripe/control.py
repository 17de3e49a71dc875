"""/fake/: the strings behind the stage. Loopback only, with the secret key as bearer, JSON.

GET  /fake/clock                      {"now", "offset"}
POST /fake/clock/advance              {"seconds", "wait"?: true, "timeout"?: 30}
POST /fake/switches                   {"drop" | "duplicate" | "reorder" | "late": count,
                                       "late_seconds"?, "fail" | "stall": {"method"?, "path",
                                       "seconds"?}, "clear"?: true}
GET  /fake/switches, /fake/requests, /fake/deliveries
POST /fake/deliveries/wait            {"timeout"?: 30}
POST /fake/cards/<customer>           {"number"}
POST /fake/pay/<checkout session>     {"number", "authenticate"?: true}
POST /fake/disputes                   {"charge", "inquiry"?: false}
POST /fake/disputes/<dispute>/close   {"status": "won" | "lost" | "warning_closed"}
"""

import ipaddress
import json
import logging
import time
from typing import Any

from fakestripe import api, clock, outbox, requests, switches
from fakestripe.errors import StripeError, invalid
from fakestripe.fake import Fake
from fakestripe.objects import checkout_payment, dispute, payment_method
from fakestripe.params import Params
from fakestripe.render import public
from fakestripe.router import Call, control
from fakestripe.web import Answer, Request, as_json

log = logging.getLogger("fakestripe.control")


def answer(fake: Fake, request: Request) -> Answer:
    try:
        _admit(fake, request)
        return as_json(200, public(_perform(fake, request)))
    except StripeError as error:
        return as_json(error.status, error.body)
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return as_json(500, {"error": {"type": "api_error", "message": "See the fake's log."}})


def _perform(fake: Fake, request: Request) -> Any:
    found = control.match(request.method, request.path)
    if found is None:
        raise StripeError(404, "invalid_request_error", "No such control.")
    route, ids = found
    call = Call(fake, request.method, request.path, Params(_sent(request)), ids)
    return route.handler(call)


def _admit(fake: Fake, request: Request) -> None:
    if not ipaddress.ip_address(request.remote).is_loopback or request.header("X-Forwarded-For"):
        raise StripeError(403, "invalid_request_error", "From this machine only.")
    api.authenticate(fake, request)


def _sent(request: Request) -> dict[str, Any]:
    try:
        sent = json.loads(request.body or b"{}")
    except ValueError:
        raise invalid("The body must be JSON.") from None
    if not isinstance(sent, dict):
        raise invalid("The body must be a JSON object.")
    return sent


def _number(call: Call, name: str, default: float) -> float:
    value = call.params.values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < -1:
        raise invalid(f"Invalid number: {name}", param=name)
    return value


@control.add("GET", "/fake/clock")
def read_clock(call: Call) -> dict[str, int]:
    return {"now": call.fake.now(), "offset": call.fake.clock.offset}


@control.add("POST", "/fake/clock/advance")
def advance_clock(call: Call) -> dict[str, Any]:
    """``wait`` returns after each webhook raised by this was tried once."""
    fake, seconds = call.fake, int(_number(call, "seconds", -1))
    if seconds < 0:
        raise invalid("seconds must not be negative", param="seconds")
    before = outbox.newest(fake)
    now = clock.advance(fake, seconds)
    tried = True
    if call.params.values.get("wait"):
        tried = _wait(fake, before, _number(call, "timeout", 30))
    return {"now": now, "offset": fake.clock.offset, "tried": tried}


def _wait(fake: Fake, after: int, timeout: float) -> bool:
    until, deadline = outbox.newest(fake), time.monotonic() + timeout
    while outbox.untried(fake, after, until):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@control.add("GET", "/fake/deliveries")
def deliveries(call: Call) -> list[dict[str, Any]]:
    """Newest first, at most 500."""
    rows = call.fake.store.execute("SELECT * FROM delivery ORDER BY seq DESC LIMIT 500")
    return [dict(row) for row in rows]


@control.add("POST", "/fake/deliveries/wait")
def wait_for_deliveries(call: Call) -> dict[str, bool]:
    return {"tried": _wait(call.fake, 0, _number(call, "timeout", 30))}


@control.add("GET", "/fake/requests")
def asked(call: Call) -> list[dict[str, Any]]:
    return requests.recorded(call.fake)


@control.add("GET", "/fake/switches")
def read_switches(call: Call) -> dict[str, Any]:
    counts = {name: outbox.remaining(call.fake, name) for name in outbox.WEBHOOK_SWITCHES}
    return counts | {"spoiled": switches.waiting(call.fake)}


@control.add("POST", "/fake/switches")
def set_switches(call: Call) -> dict[str, Any]:
    fake, sent = call.fake, call.params.values
    with fake.store.transaction():
        if sent.get("clear"):
            switches.clear(fake)
            for name in outbox.WEBHOOK_SWITCHES:
                outbox.set_switch(fake, name, 0)
        for name in outbox.WEBHOOK_SWITCHES:
            if name in sent:
                outbox.set_switch(fake, name, int(_number(call, name, 0)))
        if "late_seconds" in sent:
            fake.store.set_setting("late_seconds", _number(call, "late_seconds", 5))
        _spoil(fake, call)
    return read_switches(call)


def _spoil(fake: Fake, call: Call) -> None:
    for name, status in (("fail", 500), ("stall", 0)):
        wanted = call.params.group(name).values
        if wanted:
            seconds = wanted.get("seconds", 5 if name == "stall" else 0)
            switches.add(
                fake,
                method=wanted.get("method", "POST"),
                path=wanted["path"],
                status=status,
                seconds=seconds,
            )


@control.add("POST", "/fake/cards/{customer}")
def change_card(call: Call) -> Any:
    fake = call.fake
    with fake.store.transaction():
        customer = fake.store.get("customer", call.ids["customer"])
        method = payment_method.create(fake, call.params.required("number").replace(" ", ""))
        payment_method.save(fake, method, customer["id"])
        payment_method.make_default(fake, customer["id"], method)
        return method


@control.add("POST", "/fake/pay/{session}")
def pay(call: Call) -> dict[str, str]:
    """``authenticate``: true or false answers the bank's question; left out, it stays open."""
    fake, session_id = call.fake, call.ids["session"]
    with fake.store.transaction():
        fake.store.get("checkout.session", session_id)
        method = payment_method.create(fake, call.params.required("number").replace(" ", ""))
        outcome = checkout_payment.pay(fake, session_id, method)
        wanted = call.params.values.get("authenticate")
        if outcome == checkout_payment.ASKS and wanted is not None:
            outcome = checkout_payment.authenticate(fake, session_id, success=bool(wanted))
        return {"outcome": outcome}


@control.add("POST", "/fake/disputes")
def open_dispute(call: Call) -> Any:
    with call.fake.store.transaction():
        inquiry = bool(call.params.values.get("inquiry"))
        return dispute.open_(call.fake, call.params.required("charge"), inquiry=inquiry)


@control.add("POST", "/fake/disputes/{dispute}/close")
def close_dispute(call: Call) -> Any:
    with call.fake.store.transaction():
        status = call.params.choice("status", dispute.CLOSED, "won") or "won"
        return dispute.close(call.fake, call.ids["dispute"], status)
