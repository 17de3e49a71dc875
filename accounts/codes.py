"""One-time codes by e-mail: eight digits, ten minutes of real time, three tries.

The session keeps a keyed hash, never the code. Tries are counted in the store all workers share,
so that requests sent side by side do not get more of them.
"""

import secrets
import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 8
LIFE_SECONDS = 10 * 60


class TooOften(Exception):
    """This address or this computer asked for too many codes."""


class Wrong(Exception):
    """Not the code that was sent."""


class Spent(Exception):
    """No code is waiting: never sent, too old, used, or tried too often."""


def send(request: HttpRequest, *, purpose: str, email: str) -> None:
    """Mail a new code for `purpose`; it replaces the one sent before. Raises `TooOften`."""
    near = f"{email} {network(request)}"
    if not ratelimit.consume(request, action="request_login_code", key=near):
        raise TooOften
    if not ratelimit.consume(request, action="request_login_code_anywhere", key=email):
        raise TooOften
    code = generate_user_code(length=DIGITS, numeric=True, dashed=False)
    name = secrets.token_urlsafe(12)
    request.session[key(purpose)] = {
        "email": email,
        "name": name,
        "hash": hashed(name, code),
        "at": time.time(),
    }
    get_adapter().send_mail(f"account/email/{purpose}_code", email, {"code": code})


def network(request: HttpRequest) -> str:
    """Where the request comes from: one computer, or under IPv6 all addresses of one line."""
    address = ip_address(get_adapter().get_client_ip(request))
    length = 64 if address.version == 6 else 32
    return str(ip_network((address, length), strict=False))


def waiting_for(session: SessionBase, purpose: str) -> str | None:
    """The address whose code is awaited, or `None`."""
    sent = session.get(key(purpose))
    if not sent or time.time() - sent["at"] > LIFE_SECONDS:
        return None
    return str(sent["email"])


def redeem(request: HttpRequest, *, purpose: str, code: str) -> str:
    """The address that `code` proves; the code is then used up. Raises `Wrong` or `Spent`."""
    if waiting_for(request.session, purpose) is None:
        raise Spent
    sent = request.session[key(purpose)]
    if not ratelimit.consume(request, action="code_try", key=sent["name"]):
        forget(request.session, purpose)
        raise Spent
    if not constant_time_compare(hashed(sent["name"], code), sent["hash"]):
        raise Wrong
    forget(request.session, purpose)
    return str(sent["email"])


def forget(session: SessionBase, purpose: str) -> None:
    session.pop(key(purpose), None)


def key(purpose: str) -> str:
    return f"code_for_{purpose}"


def hashed(name: str, code: str) -> str:
    plain = f"{name}:{normalize_user_code(code)}"
    return salted_hmac("accounts.codes", plain, algorithm="sha256").hexdigest()
