"""Rows of taking consent back and of deleting one's account."""

from tests.invariants.rows.base import EVERYBODY, MEMBERS, Row

HERE = tuple(role for role in MEMBERS if role != "owner")
SIGNED_IN = tuple(role for role in EVERYBODY if role != "visitor")

INSIDE = [
    Row(
        "communities:words",
        {200: ("left",), 404: tuple(role for role in EVERYBODY if role not in ("left", "visitor"))},
    ),
    Row(
        "communities:withdraw_consent",
        {"done": HERE, 404: ("owner", "outsider")},
        method="post",
    ),
]

OUTSIDE = [
    Row("delete_account", {"done": SIGNED_IN, "sign-in": ("visitor",)}),
    Row("account_deleted", {200: EVERYBODY}),
]
