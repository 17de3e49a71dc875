"""Kinds of notification: lower apps show them without knowing what they are about.

An app registers, for each kind it tells people of, which targets a person may still see and the
partial that shows one.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

# A queryset; without a type of Django's, since its models are those of higher apps.
Visible = Callable[[Any, Collection[int]], Any]


@dataclass(frozen=True)
class Kind:
    """`visible(member, target_ids)` gives the queryset of those targets that may be seen.

    `template` shows one object as `target`. Both run in the community's scope.
    """

    name: str
    visible: Visible
    template: str


kinds: dict[str, Kind] = {}
# Who a user is in the active community, if they may read there; one app knows.
readers: list[Callable[[int], Any]] = []


def reader(user_id: int) -> Any:
    """The member that `user_id` is here, or `None` for who may not read."""
    return next(filter(None, (find(user_id) for find in readers)), None)


def register(kind: Kind) -> None:
    kinds[kind.name] = kind
