"""Form-encoded nested parameters, ``a[b][0][c]=1``, and typed access to them."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from fakestripe.errors import invalid

PART = re.compile(r"\[([^\]]*)\]")


def parse(encoded: str) -> dict[str, Any]:
    """``items[0][price]=p`` becomes ``{"items": [{"price": "p"}]}``; values stay text."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        head = name.split("[", 1)[0]
        _put(tree, [head, *PART.findall(name[len(head) :])], value, name)
    return {key: _lists(value) for key, value in tree.items()}


def _put(tree: dict[str, Any], parts: list[str], value: str, name: str) -> None:
    for part in parts[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise invalid(f"Invalid parameter: {name}", param=name)
    tree[parts[-1] or str(len(tree))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(each) for key, each in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


class Params:
    """One level of parameters. An empty text means "unset", as it does at Stripe."""

    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        self.values = values
        self.path = path

    def name(self, key: str) -> str:
        return f"{self.path}[{key}]" if self.path else key

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def only(self, known: Iterable[str]) -> None:
        """Raises 400 ``parameter_unknown`` for the first name that is not ``known``."""
        for key in self.values.keys() - set(known):
            message = f"Received unknown parameter: {self.name(key)}"
            raise invalid(message, param=self.name(key), code="parameter_unknown")

    def text(self, key: str, default: str | None = None) -> str | None:
        value = self.values.get(key, default)
        if value is not None and not isinstance(value, str):
            raise invalid(f"Invalid string: {self.name(key)}", param=self.name(key))
        return value or None

    def required(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            message = f"Missing required param: {self.name(key)}."
            raise invalid(message, param=self.name(key), code="parameter_missing")
        return value

    def choice(self, key: str, options: Iterable[str], default: str | None = None) -> str | None:
        value = self.text(key, default)
        if value is not None and value not in set(options):
            message = f"Invalid {self.name(key)}: must be one of {', '.join(sorted(options))}"
            raise invalid(message, param=self.name(key))
        return value

    def address(self, key: str) -> str | None:
        """An http(s) address; anything else could not be led to safely."""
        value = self.text(key)
        if value is not None and not value.startswith(("http://", "https://")):
            raise invalid("Not a valid URL", param=self.name(key), code="url_invalid")
        return value

    def integer(self, key: str, default: int | None = None) -> int | None:
        value = self.text(key)
        if value is None:
            return default
        if not re.fullmatch(r"-?\d{1,18}", value):
            raise invalid(
                f"Invalid integer: {value}", param=self.name(key), code="parameter_invalid_integer"
            )
        return int(value)

    def boolean(self, key: str, *, default: bool = False) -> bool:
        value = self.choice(key, ("true", "false"))
        return default if value is None else value == "true"

    def group(self, key: str) -> "Params":
        value = self.values.get(key) or {}
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {self.name(key)}", param=self.name(key))
        return Params(value, self.name(key))

    def groups(self, key: str) -> list["Params"]:
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise invalid(f"Invalid array: {self.name(key)}", param=self.name(key))
        return [Params(each, f"{self.name(key)}[{at}]") for at, each in enumerate(value)]

    def texts(self, key: str) -> list[str]:
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise invalid(f"Invalid array: {self.name(key)}", param=self.name(key))
        return value

    def mapping(self, key: str) -> dict[str, str]:
        value = self.values.get(key) or {}
        if isinstance(value, list):
            value = {str(at): each for at, each in enumerate(value)}
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {self.name(key)}", param=self.name(key))
        return value

    def metadata(self, before: dict[str, str] | None = None) -> dict[str, str]:
        """What is sent laid over ``before``; an empty value takes its key out."""
        if self.values.get("metadata") == "":
            return {}
        merged = (before or {}) | self.mapping("metadata")
        return {key: value for key, value in merged.items() if value != ""}
