"""Rows of what is new."""

from tests.invariants.rows.base import page

INSIDE = [page("communities:news")]
