"""Addresses to functions, and the call a function receives."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakestripe.params import Params

if TYPE_CHECKING:
    from fakestripe.fake import Fake

PLACE = re.compile(r"\{(\w+)\}")


@dataclass
class Call:
    """One request: ``ids`` are the placeholders of its address."""

    fake: "Fake"
    method: str
    path: str
    params: Params
    ids: dict[str, str] = field(default_factory=dict)
    request_id: str = ""
    idempotency_key: str | None = None


Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    places: int
    handler: Handler
    accepts: frozenset[str] | None


class Router:
    def __init__(self) -> None:
        self._routes: list[Route] = []

    def add(
        self, method: str, path: str, accepts: str | None = None
    ) -> Callable[[Handler], Handler]:
        """``accepts`` names the top-level parameters, spaced; None takes any."""
        names = None if accepts is None else frozenset(accepts.split()) | {"expand"}

        def register(handler: Handler) -> Handler:
            pattern = re.compile(PLACE.sub(r"(?P<\1>[^/]+)", path))
            self._routes.append(Route(method, pattern, path.count("{"), handler, names))
            self._routes.sort(key=lambda route: route.places)
            return handler

        return register

    def match(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route with the fewest placeholders that fits."""
        for route in self._routes:
            found = route.pattern.fullmatch(path)
            if found and route.method == method:
                return route, found.groupdict()
        return None


v1 = Router()
control = Router()
pages = Router()
