"""Row of the right column."""

from tests.invariants.rows.base import page

INSIDE = [page("feeds:beside")]
