"""Money given back at a parting: what the app that took it says. Without one words alone count."""

from collections.abc import Callable
from dataclasses import dataclass

from communities.models import Membership


@dataclass(frozen=True)
class Sum:
    """`amount` minor units of `currency`."""

    amount: int
    currency: str


@dataclass(frozen=True)
class Till:
    """What can be given back to a member by itself, in words ('' for nothing), and how a typed
    amount is read: `None` where it is given back by hand, `ValueError` with a text for the owner.
    """

    offers: Callable[[Membership], str]
    read: Callable[[Membership, str], Sum | None]


tills: list[Till] = []


def offers(member: Membership) -> str:
    """What the owner is told beside the field."""
    return " ".join(filter(None, (till.offers(member) for till in tills)))


def read(member: Membership, typed: str) -> Sum | None:
    """The first sum a till can read; `None` where none can. Raises `ValueError`."""
    found = (till.read(member, typed) for till in tills)
    return next((each for each in found if each), None)
