"""A stored document as it goes over the wire: private keys out, ``expand`` carried out.

https://docs.stripe.com/api/expanding_objects
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fakestripe.errors import invalid
from fakestripe.store import Doc

if TYPE_CHECKING:
    from fakestripe.fake import Fake

Included = Callable[["Fake", Doc], Any]
INCLUDABLE: dict[tuple[str, str], Included] = {}


def includable(kind: str, field: str) -> Callable[[Included], Included]:
    """Registers a field that Stripe leaves out of ``kind`` unless it is expanded."""

    def register(function: Included) -> Included:
        INCLUDABLE[kind, field] = function
        return function

    return register


def public(value: Any) -> Any:
    """A copy without the keys that begin with an underscore."""
    if isinstance(value, dict):
        return {key: public(each) for key, each in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [public(each) for each in value]
    return value


def expand(fake: "Fake", doc: Doc, paths: list[str]) -> Doc:
    """Expands ``paths`` such as ``data.customer`` in place."""
    for path in paths:
        if path.count(".") > 3:
            raise invalid(f"You cannot expand more than 4 levels of {path}", param="expand")
        _expand(fake, doc, path.split("."), path)
    return doc


def _expand(fake: "Fake", value: Any, parts: list[str], path: str) -> None:
    if isinstance(value, list):
        for each in value:
            _expand(fake, each, parts, path)
    elif isinstance(value, dict):
        _fill(fake, value, parts[0], path)
        if parts[1:]:
            _expand(fake, value[parts[0]], parts[1:], path)


def _fill(fake: "Fake", doc: Doc, field: str, path: str) -> None:
    include = INCLUDABLE.get((str(doc.get("object")), field))
    if include and not isinstance(doc.get(field), dict):
        doc[field] = public(include(fake, doc))
    elif field not in doc:
        message = f"This property cannot be expanded ({path})."
        raise invalid(message, param="expand")
    elif isinstance(doc[field], str):
        found = fake.store.find(doc[field])
        if found is None:
            raise invalid(f"This property cannot be expanded ({path}).", param="expand")
        doc[field] = public(found)
