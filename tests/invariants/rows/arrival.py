"""Rows of the first page inside."""

from tests.invariants.rows.base import READERS, Row, page

# Staff places others and asks for no place.
SEEKERS = ("curator", "member", "insider")
MAY = {"done": SEEKERS, 403: ("reading_only",)}

INSIDE = [
    page("feeds:welcome", READERS),
    Row("subgroups:seek", MAY, method="post"),
    Row("subgroups:seek_no_more", MAY, method="post"),
]
