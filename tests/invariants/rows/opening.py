"""Rows of the screens of opening."""

from tests.invariants.rows.base import OWNER, page

INSIDE = [
    page("communities:opening", OWNER),
    page("billing:opening", OWNER),
    page("subgroups:opening", OWNER),
]
