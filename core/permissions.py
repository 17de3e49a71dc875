"""Permissions: each app has one enum whose members carry one pure rule `(actor, obj) -> bool`.

Writes ask `require` in the first line of an operation, pages ask the same through `{% can %}`.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

Rule = Callable[[Any, Any], bool]


class Right(NamedTuple):
    """A rule, and whether it writes (writing asks for full access first)."""

    rule: Rule
    writes: bool = True


class Refused(Exception):
    """Answered as if the thing did not exist."""


class ReadingOnly(Exception):
    """The actor could do this but may only read now; answered 403 with the reason."""


class Permission(Enum):
    """Base of each app's table. Values are `Right`s."""

    def allows(self, actor: Any, obj: Any = None) -> bool:
        """Whether `actor` may do this with `obj` now."""
        right: Right = self.value
        return right.rule(actor, obj) and (not right.writes or actor.may_write)


def reads(rule: Rule) -> Right:
    """A right that someone with reading access also has."""
    return Right(rule, writes=False)


def writes(rule: Rule) -> Right:
    """A right that needs full access."""
    return Right(rule)


def require(actor: Any, permission: Permission, obj: Any = None) -> None:
    """Raise `Refused`, or `ReadingOnly` where only the money stands between."""
    if actor is None:
        raise Refused(permission.name)
    right: Right = permission.value
    if not right.rule(actor, obj):
        raise Refused(permission.name)
    if right.writes and not actor.may_write:
        raise ReadingOnly(permission.name)


def find(name: str) -> Permission:
    """The permission written as `app.NAME`, for templates. Raises `LookupError`."""
    from importlib import import_module

    app, _, member = name.partition(".")
    table: type[Permission] = import_module(f"{app}.permissions").P
    return table[member]
