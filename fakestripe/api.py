"""/v1: authentication, idempotency, routing, expansion, errors."""

import hmac
import logging
import time
from base64 import b64decode
from typing import Any

import fakestripe.objects  # noqa: F401  registers the addresses
from fakestripe import idempotency, requests, switches
from fakestripe.errors import StripeError
from fakestripe.fake import Fake
from fakestripe.params import Params, parse
from fakestripe.render import expand, public
from fakestripe.router import Call, v1
from fakestripe.store import new_id
from fakestripe.web import Answer, Request, as_json

log = logging.getLogger("fakestripe.api")


def answer(fake: Fake, request: Request) -> Answer:
    request_id = new_id("req")
    try:
        authenticate(fake, request)
        status, body, replayed = _perform(fake, request, request_id)
    except StripeError as error:
        status, body, replayed = error.status, error.body, False
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        broken = StripeError(500, "api_error", "The fake itself failed; see its log.")
        status, body, replayed = broken.status, broken.body, False
    spoiled = switches.spoil(fake, request.method, request.path) if status == 200 else None
    if spoiled:
        time.sleep(spoiled.seconds)
        if spoiled.status:
            status, body = spoiled.status, StripeError(500, "api_error", "Switched on.").body
    result = as_json(status, body)
    result.headers["Request-Id"] = request_id
    if replayed:
        result.headers["Idempotent-Replayed"] = "true"
    return result


def authenticate(fake: Fake, request: Request) -> None:
    """Bearer or, as Stripe allows, Basic with the key as user name. Raises 401."""
    kind, _, value = (request.header("Authorization") or "").partition(" ")
    if kind.lower() == "basic":
        try:
            value = b64decode(value).decode().partition(":")[0]
        except ValueError:
            value = ""
    if not hmac.compare_digest(value.encode(), fake.settings.secret_key.encode()):
        message = "Invalid API Key provided." if value else "You did not provide an API key."
        raise StripeError(401, "invalid_request_error", message)


def _perform(fake: Fake, request: Request, request_id: str) -> tuple[int, Any, bool]:
    """The call and its stored answer are one transaction, so no crash can part them."""
    values = parse(request.encoded)
    key = request.header("Idempotency-Key") if request.method == "POST" else None
    with fake.store.transaction():
        requests.record(fake, request, values)
        stored = idempotency.find(fake, key, request, values)
        if stored:
            return *stored, True
        fake.request = {"id": request_id, "idempotency_key": key}
        try:
            status, body = 200, _undo_on_error(fake, request, values)
        except StripeError as error:
            status, body = error.status, error.body
        finally:
            fake.request = {"id": None, "idempotency_key": None}
        idempotency.keep(fake, key, request, values, (status, body))
        return status, body, False


def _undo_on_error(fake: Fake, request: Request, values: dict[str, Any]) -> Any:
    fake.store.execute("SAVEPOINT call")
    try:
        return _call(fake, request, values)
    except StripeError as error:
        if not error.keeps_writes:
            fake.store.execute("ROLLBACK TO call")
        raise
    finally:
        fake.store.execute("RELEASE call")


def _call(fake: Fake, request: Request, values: dict[str, Any]) -> Any:
    found = v1.match(request.method, request.path)
    if found is None:
        message = f"Unrecognized request URL ({request.method}: {request.path})."
        raise StripeError(404, "invalid_request_error", message)
    route, ids = found
    params = Params(values)
    if route.accepts is not None:
        params.only(route.accepts)
    call = Call(fake, request.method, request.path, params, ids)
    return expand(fake, public(route.handler(call)), params.texts("expand"))
