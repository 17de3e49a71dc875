"""I11: every foreign key between tenant rows joins equal communities; checked in SQL."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from core.tenancy import TenantModel


def tenant_models() -> list[type[TenantModel]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def tenant_links() -> Iterator[tuple[type[TenantModel], Any]]:
    """Each foreign key from one tenant model to another."""
    for model in tenant_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            is_link = isinstance(field, models.ForeignKey)
            if is_link and isinstance(target, type) and issubclass(target, TenantModel):
                yield model, field


def crossed_links() -> list[str]:
    """One line for each row that points into another community."""
    return [line for model, field in tenant_links() for line in crossed(model, field)]


def crossed(model: type[TenantModel], field: Any) -> list[str]:
    name = connection.ops.quote_name
    target = field.related_model._meta
    rows = (
        f"SELECT a.{name('id')} FROM {name(model._meta.db_table)} a"  # noqa: S608 - names of ours
        f" JOIN {name(target.db_table)} b ON a.{name(field.column)} = b.{name('id')}"
        f" WHERE a.{name('community_id')} <> b.{name('community_id')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(rows)
        found = cursor.fetchall()
    return [
        f"I11 {model._meta.label}.{field.name}: row {pk} joins two communities" for (pk,) in found
    ]
