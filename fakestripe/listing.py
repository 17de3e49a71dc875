"""Pages of a list, newest first, the way Stripe gives them: ``has_more``, ``starting_after``.

https://docs.stripe.com/api/pagination
"""

import json
from typing import Any

from fakestripe.errors import invalid
from fakestripe.params import Params
from fakestripe.router import Call
from fakestripe.store import Doc

PAGING = "limit starting_after ending_before"
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def as_list(data: list[Doc], url: str, *, has_more: bool = False) -> Doc:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def page(call: Call, kind: str, *, without: dict[str, str] | None = None, **equal: Any) -> Doc:
    """Objects of ``kind`` whose fields equal what is given; ``None`` means "any".

    A list means "one of"; ``without`` names values that a field must not have.
    """
    limit = call.params.integer("limit", 10) or 0
    if not 1 <= limit <= 100:
        raise invalid("Invalid limit: must be between 1 and 100", param="limit")
    where, values = _wanted(kind, equal, without or {})
    _created(call.params, where, values)
    newest_first = _cursor(call, kind, where, values)
    order = "DESC" if newest_first else "ASC"
    sql = f"SELECT body FROM object WHERE {' AND '.join(where)} ORDER BY seq {order} LIMIT ?"  # noqa: S608
    docs = [json.loads(row["body"]) for row in call.fake.store.execute(sql, *values, limit + 1)]
    found = docs[:limit] if newest_first else docs[:limit][::-1]
    return as_list(found, call.path, has_more=len(docs) > limit)


def _wanted(
    kind: str, equal: dict[str, Any], without: dict[str, str]
) -> tuple[list[str], list[Any]]:
    where, values = ["kind = ?"], [kind]
    for field, value in equal.items():
        if value is not None:
            several = value if isinstance(value, list) else [value]
            marks = ", ".join("?" * len(several))
            where.append(f"json_extract(body, '$.{field.replace('__', '.')}') IN ({marks})")
            values += several
    for field, value in without.items():
        where.append(f"json_extract(body, '$.{field}') IS NOT ?")
        values.append(value)
    return where, values


def _created(params: Params, where: list[str], values: list[Any]) -> None:
    if isinstance(params.values.get("created"), str):
        where.append("created = ?")
        values.append(params.integer("created"))
        return
    bounds = params.group("created")
    bounds.only(COMPARISONS)
    for name in bounds.values:
        where.append(f"created {COMPARISONS[name]} ?")
        values.append(bounds.integer(name))


def _cursor(call: Call, kind: str, where: list[str], values: list[Any]) -> bool:
    """Adds the cursor's condition; answers whether to read newest first."""
    for name, sign in (("starting_after", "<"), ("ending_before", ">")):
        object_id = call.params.text(name)
        if object_id:
            call.fake.store.get(kind, object_id, name)
            where.append(f"seq {sign} (SELECT seq FROM object WHERE id = ?)")  # noqa: S608
            values.append(object_id)
            return sign == "<"
    return True
