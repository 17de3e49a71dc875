"""Holds data against stripe-python's generated types; every function answers with complaints.

``fits_resource`` is for objects the fake returns, ``fits_params`` for parameters as our code
writes them, ``fits_recorded`` for requests as ``GET /fake/requests`` gives them back.
"""

import inspect
import sys
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin

import stripe
import typing_extensions
from stripe import ListObject, StripeObject
from stripe._object_classes import OBJECT_CLASSES
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject

Complaints = list[str]
WRAPPERS = (typing_extensions.NotRequired, typing_extensions.Required)
UNIONS = (Union, types.UnionType)

P = stripe.params
PARAMS: dict[tuple[str, str], Any] = {
    ("POST", "billing_portal/sessions"): P.billing_portal.SessionCreateParams,
    ("POST", "checkout/sessions"): P.checkout.SessionCreateParams,
    ("GET", "checkout/sessions"): P.checkout.SessionListParams,
    ("GET", "checkout/sessions/*"): P.checkout.SessionRetrieveParams,
    ("POST", "checkout/sessions/*/expire"): P.checkout.SessionExpireParams,
    ("GET", "checkout/sessions/*/line_items"): P.checkout.SessionListLineItemsParams,
    ("GET", "charges"): P.ChargeListParams,
    ("GET", "charges/*"): P.ChargeRetrieveParams,
    ("POST", "customers"): P.CustomerCreateParams,
    ("GET", "customers"): P.CustomerListParams,
    ("GET", "customers/*"): P.CustomerRetrieveParams,
    ("POST", "customers/*"): P.CustomerUpdateParams,
    ("DELETE", "customers/*"): P.CustomerDeleteParams,
    ("GET", "customers/*/payment_methods"): P.CustomerPaymentMethodListParams,
    ("GET", "disputes"): P.DisputeListParams,
    ("GET", "disputes/*"): P.DisputeRetrieveParams,
    ("GET", "events"): P.EventListParams,
    ("GET", "events/*"): P.EventRetrieveParams,
    ("GET", "invoice_payments"): P.InvoicePaymentListParams,
    ("GET", "invoice_payments/*"): P.InvoicePaymentRetrieveParams,
    ("POST", "invoices/create_preview"): P.InvoiceCreatePreviewParams,
    ("GET", "invoices"): P.InvoiceListParams,
    ("GET", "invoices/*"): P.InvoiceRetrieveParams,
    ("POST", "invoices/*"): P.InvoiceUpdateParams,
    ("POST", "invoices/*/finalize"): P.InvoiceFinalizeInvoiceParams,
    ("POST", "invoices/*/mark_uncollectible"): P.InvoiceMarkUncollectibleParams,
    ("POST", "invoices/*/pay"): P.InvoicePayParams,
    ("POST", "invoices/*/void"): P.InvoiceVoidInvoiceParams,
    ("POST", "payment_intents"): P.PaymentIntentCreateParams,
    ("GET", "payment_intents"): P.PaymentIntentListParams,
    ("GET", "payment_intents/*"): P.PaymentIntentRetrieveParams,
    ("POST", "payment_intents/*/cancel"): P.PaymentIntentCancelParams,
    ("POST", "payment_intents/*/confirm"): P.PaymentIntentConfirmParams,
    ("POST", "payment_methods"): P.PaymentMethodCreateParams,
    ("GET", "payment_methods"): P.PaymentMethodListParams,
    ("GET", "payment_methods/*"): P.PaymentMethodRetrieveParams,
    ("POST", "payment_methods/*/attach"): P.PaymentMethodAttachParams,
    ("POST", "payment_methods/*/detach"): P.PaymentMethodDetachParams,
    ("POST", "prices"): P.PriceCreateParams,
    ("GET", "prices"): P.PriceListParams,
    ("GET", "prices/*"): P.PriceRetrieveParams,
    ("POST", "prices/*"): P.PriceUpdateParams,
    ("POST", "products"): P.ProductCreateParams,
    ("GET", "products"): P.ProductListParams,
    ("GET", "products/*"): P.ProductRetrieveParams,
    ("POST", "products/*"): P.ProductUpdateParams,
    ("POST", "refunds"): P.RefundCreateParams,
    ("GET", "refunds"): P.RefundListParams,
    ("GET", "refunds/*"): P.RefundRetrieveParams,
    ("POST", "refunds/*"): P.RefundUpdateParams,
    ("POST", "setup_intents"): P.SetupIntentCreateParams,
    ("GET", "setup_intents"): P.SetupIntentListParams,
    ("GET", "setup_intents/*"): P.SetupIntentRetrieveParams,
    ("POST", "setup_intents/*/confirm"): P.SetupIntentConfirmParams,
    ("POST", "subscriptions"): P.SubscriptionCreateParams,
    ("GET", "subscriptions"): P.SubscriptionListParams,
    ("GET", "subscriptions/*"): P.SubscriptionRetrieveParams,
    ("POST", "subscriptions/*"): P.SubscriptionUpdateParams,
    ("DELETE", "subscriptions/*"): P.SubscriptionCancelParams,
    ("POST", "subscriptions/*/resume"): P.SubscriptionResumeParams,
}


def fits_resource(data: dict[str, Any], cls: type[StripeObject] | None = None) -> Complaints:
    """``cls`` is found by ``data["object"]`` where it is not given."""
    return _object(data, cls or _class_of(data), str(data.get("object", "")))


def fits_params(params: dict[str, Any], cls: Any) -> Complaints:
    """``params`` as Python values; ``cls`` is one of ``stripe.params``."""
    return _typed_dict(params, cls, "", texts=False)


def fits_recorded(request: dict[str, Any]) -> Complaints:
    """``request`` as recorded: every value is text, as it came over the wire."""
    parts = request["path"].removeprefix("/v1/").split("/")
    for (method, pattern), cls in PARAMS.items():
        wanted = pattern.split("/")
        same = len(wanted) == len(parts) and all(
            each in {"*", part} for each, part in zip(wanted, parts, strict=True)
        )
        if same and method == request["method"]:
            return _typed_dict(request["params"], cls, "", texts=True)
    return [f"{request['method']} {request['path']}: no generated type is known for this"]


def _class_of(data: Any) -> type[StripeObject] | None:
    name = data.get("object") if isinstance(data, dict) else None
    if name not in OBJECT_CLASSES:
        return None
    module, cls = OBJECT_CLASSES[name]
    return getattr(import_module(module), cls)


def _object(data: Any, cls: type[StripeObject] | None, path: str) -> Complaints:
    if not isinstance(data, dict) or cls is None:
        return [f"{path}: {data!r} is not an object that stripe-python knows"]
    if data.get("deleted") is True:
        return []
    hints = {
        name: hint
        for name, hint in cls.__annotations__.items()
        if not name.startswith("_") and get_origin(hint) is not typing.ClassVar
    }
    found = [f"{path}.{name}: not in {cls.__qualname__}" for name in data.keys() - hints.keys()]
    namespace = vars(sys.modules[cls.__module__])
    for name, hint in hints.items():
        if name in data:
            found += _value(data[name], hint, f"{path}.{name}", namespace)
        elif type(None) not in get_args(hint):
            found.append(f"{path}.{name}: missing")
    return found


def _value(value: Any, hint: Any, path: str, namespace: dict[str, Any]) -> Complaints:
    if isinstance(hint, ForwardRef | str):
        return _named(value, hint, path)
    check = CHECKS.get(get_origin(hint))
    if check:
        return check(value, hint, path, namespace)
    if inspect.isclass(hint) and issubclass(hint, StripeObject):
        return _object(value, hint, path)
    return [] if hint is Any else _scalar(value, hint, path)


def _literal(value: Any, hint: Any, path: str, namespace: dict[str, Any]) -> Complaints:
    return [] if value in get_args(hint) else [f"{path}: {value!r} is none of the literals"]


def _mapping(value: Any, hint: Any, path: str, namespace: dict[str, Any]) -> Complaints:
    return [] if isinstance(value, dict) else [f"{path}: {value!r} is not a mapping"]


def _named(value: Any, hint: ForwardRef | str, path: str) -> Complaints:
    """A class of another module, given by name."""
    name = hint if isinstance(hint, str) else hint.__forward_arg__
    cls = _class_of(value)
    if cls is None or cls.__name__ != name.removesuffix("Resource"):
        return [f"{path}: {value!r} is no {name}"]
    return _object(value, cls, path)


def _scalar(value: Any, hint: Any, path: str) -> Complaints:
    wanted = (str, Decimal) if hint is Decimal else hint
    good = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    return [] if good else [f"{path}: {value!r} is not {hint}"]


def _union(value: Any, hint: Any, path: str, namespace: dict[str, Any]) -> Complaints:
    """A text beside literals has to be one of them: ``str`` is only there for the future."""
    options = get_args(hint)
    if any(get_origin(each) is Literal for each in options):
        options = tuple(each for each in options if each is not str)
    if value is None:
        return [] if type(None) in options else [f"{path}: must not be null"]
    plain = {type(None), str} if isinstance(value, dict) else {type(None)}
    attempts = [_value(value, each, path, namespace) for each in options if each not in plain]
    return min(attempts, key=len, default=[f"{path}: {value!r} is not {hint}"])


def _items(value: Any, hint: Any, path: str, namespace: dict[str, Any]) -> Complaints:
    if not isinstance(value, list):
        return [f"{path}: {value!r} is not a list"]
    return [
        each
        for at, item in enumerate(value)
        for each in _value(item, get_args(hint)[0], f"{path}[{at}]", namespace)
    ]


def _list_object(value: Any, hint: Any, path: str, namespace: dict[str, Any]) -> Complaints:
    if not isinstance(value, dict) or set(value) != {"object", "data", "has_more", "url"}:
        return [f"{path}: not a list object"]
    return _items(value["data"], hint, f"{path}.data", namespace)


CHECKS: dict[Any, Callable[[Any, Any, str, dict[str, Any]], Complaints]] = {
    Union: _union,
    Literal: _literal,
    list: _items,
    ListObject: _list_object,
    UntypedStripeObject: _mapping,
    dict: _mapping,
}


def _typed_dict(params: Any, cls: Any, path: str, *, texts: bool) -> Complaints:
    if not isinstance(params, dict):
        return [f"{path}: {params!r} is not {cls.__name__}"]
    common = RequestOptions.__annotations__.keys()
    hints = {name: hint for name, hint in cls.__annotations__.items() if name not in common}
    known = hints.keys() | (set() if texts else common)
    found = [f"{path}[{name}]: not in {cls.__name__}" for name in params.keys() - known]
    namespace = vars(sys.modules[cls.__module__])
    for name, raw in hints.items():
        hint, optional = _unwrapped(raw, namespace)
        if name in params:
            found += _param(params[name], hint, f"{path}[{name}]", namespace, texts=texts)
        elif not optional:
            found.append(f"{path}[{name}]: missing")
    return found


def _unwrapped(hint: Any, namespace: dict[str, Any]) -> tuple[Any, bool]:
    """The hint behind NotRequired or a name in quotes, and whether it may be left out."""
    optional = False
    while isinstance(hint, ForwardRef) or get_origin(hint) in WRAPPERS:
        if isinstance(hint, ForwardRef):
            hint = eval(hint.__forward_arg__, namespace)  # noqa: S307  generated source
        else:
            optional = get_origin(hint) is typing_extensions.NotRequired
            hint = get_args(hint)[0]
    return hint, optional


def _param(
    value: Any, raw: Any, path: str, namespace: dict[str, Any], *, texts: bool
) -> Complaints:
    hint, _ = _unwrapped(raw, namespace)
    origin = get_origin(hint)
    if origin in UNIONS:
        options = _options(hint, namespace)
        attempts = [_param(value, each, path, namespace, texts=texts) for each in options]
        return min(attempts, key=len)
    if typing_extensions.is_typeddict(hint):
        return _typed_dict(value, hint, path, texts=texts)
    if origin is list:
        return _param_items(value, get_args(hint)[0], path, namespace, texts=texts)
    check = CHECKS.get(origin)
    if check:
        return check(value, hint, path, namespace)
    return _param_scalar(value, hint, path, texts=texts)


def _options(hint: Any, namespace: dict[str, Any]) -> list[Any]:
    """Without ``str`` where there are literals; an empty literal ("unset") does not count."""
    options = [_unwrapped(each, namespace)[0] for each in get_args(hint)]
    literals = [
        value for each in options if get_origin(each) is Literal for value in get_args(each)
    ]
    return [each for each in options if each is not str or not any(literals)]


def _param_items(
    value: Any, hint: Any, path: str, namespace: dict[str, Any], *, texts: bool
) -> Complaints:
    if not isinstance(value, list):
        return [f"{path}: {value!r} is not a list"]
    return [
        each
        for at, item in enumerate(value)
        for each in _param(item, hint, f"{path}[{at}]", namespace, texts=texts)
    ]


def _param_scalar(value: Any, hint: Any, path: str, *, texts: bool) -> Complaints:
    if hint is Any or hint is Decimal:
        return []
    if not texts:
        return _scalar(value, hint, path)
    reads = {
        bool: value in ("true", "false"),
        int: isinstance(value, str) and value.lstrip("-").isdigit(),
    }.get(hint, isinstance(value, str))
    return [] if reads else [f"{path}: {value!r} does not read as {hint}"]
