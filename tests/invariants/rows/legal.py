"""Row of the legal page."""

from tests.invariants.rows.base import MEMBERS, page

INSIDE = [page("communities:legal", MEMBERS)]
