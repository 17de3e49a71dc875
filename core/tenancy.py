"""Rows that belong to one community, and the scope that must be open to touch them.

django-scopes keeps which community is active (it isolates threads and coroutines). Its own
manager lets several things through without a scope, so the refusal here sits deeper: a query
made without a scope is marked and raises when it is compiled, whatever called for it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self, cast

from django.db import models
from django.db.models import sql
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope

from core.ids import encode, new_id

__all__ = ["ScopeError", "TenantModel", "across_communities", "active", "community_scope"]


class Refusal(ScopeError):
    """A tenant row was asked for, or written, outside its community's scope."""


@contextmanager
def community_scope(community: Any) -> Iterator[None]:
    """Open the scope of `community`, an instance or its id. Raises `Refusal` for `None`."""
    community_id = getattr(community, "pk", community)
    if community_id is None:
        raise Refusal("A scope needs a community.")
    with scope(community=int(community_id)):
        yield


@contextmanager
def across_communities(reason: str) -> Iterator[None]:
    """Work on rows of all communities. Only in the files a house test lists, with a reason."""
    if not reason:
        raise Refusal("Say why all communities are needed.")
    with scopes_disabled():
        yield


def active() -> int | None:
    """The id of the active community, or `None` with no scope or across communities."""
    current = get_scope()
    return current.get("community") if current.get("_enabled", True) else None


def unlimited() -> bool:
    return not get_scope().get("_enabled", True)


class TenantQuery(sql.Query):
    """A query that cannot be compiled when it was made without a scope."""

    refused = False

    def check(self) -> None:
        if self.refused:
            raise Refusal(f"{self.model} needs an active community.")

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        self.check()
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        if klass is not None:
            self.check()
        return super().chain(klass)

    def combine(self, rhs: sql.Query, connector: str) -> None:
        self.check()
        if isinstance(rhs, TenantQuery):
            rhs.check()
        super().combine(rhs, connector)


class TenantQuerySet(models.QuerySet[Any]):
    """Base of every tenant queryset; apps add `visible_to(member)`."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None):
        super().__init__(model, query or TenantQuery(model), using, hints)

    def refuse(self) -> Self:
        cast(TenantQuery, self.query).refused = True
        return self

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            row.check_community()
        return super().bulk_create(rows, *args, **kwargs)

    def _raw_delete(self, using: str | None) -> Any:
        cast(TenantQuery, self.query).check()
        return super()._raw_delete(using)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise Refusal("Raw SQL does not know of communities.")


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    """Yields only the active community's rows, and refuses to be asked without one."""

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        if unlimited():
            return rows
        community_id = active()
        return rows.refuse() if community_id is None else rows.filter(community_id=community_id)


def manager(queryset: type[TenantQuerySet]) -> Any:
    """The tenant manager carrying the methods of `queryset`."""
    return TenantManager.from_queryset(queryset)()


class TenantModel(models.Model):
    """A row of one community."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+", editable=False
    )

    objects = TenantManager()

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        """The id as it stands in URLs and JSON."""
        return encode(self.pk)

    def check_community(self) -> None:
        """Fill an empty tenant key from the scope; raise `Refusal` for a foreign one."""
        if unlimited():
            if self.community_id is None:
                raise Refusal("Across communities a new row must name its own.")
            return
        community_id = active()
        if community_id is None:
            raise Refusal(f"{type(self).__name__} needs an active community.")
        if self.community_id is None:
            self.community_id = community_id
        if self.community_id != community_id:
            raise Refusal(f"{type(self).__name__} belongs to another community.")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_community()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self.check_community()
        return super().delete(*args, **kwargs)
