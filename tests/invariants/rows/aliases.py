"""Rows of taking another alias."""

from tests.invariants.rows.base import WRITERS, Row, act

INSIDE = [
    Row("communities:alias", {200: WRITERS, 403: ("reading_only",)}),
    act(
        "communities:alias",
        WRITERS,
        data=lambda cast: {"alias": "Hawthorn"},
        also={403: ("reading_only",)},
    ),
]
