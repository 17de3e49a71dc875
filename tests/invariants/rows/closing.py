"""Rows of closing a community."""

from tests.invariants.rows.base import MEMBERS, OWNER, Row

LEFT_OUT = tuple(role for role in MEMBERS if role != "owner")

INSIDE = [
    Row("communities:closing", {200: OWNER, 404: LEFT_OUT}),
    Row("communities:close", {"done": OWNER}),
    Row("communities:closing_take_back", {}, method="post"),
]
