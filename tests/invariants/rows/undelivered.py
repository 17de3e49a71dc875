"""The row of letters that could not be delivered."""

from tests.invariants.rows.base import OWNER, page

INSIDE = [page("communities:undelivered", OWNER)]
