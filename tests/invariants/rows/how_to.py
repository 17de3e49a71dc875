"""Rows of «Как это сделать»: open to those without access too."""

from tests.invariants.rows.base import LEADERS_NORTH, MEMBERS, OWNER, READERS, SHUT_OUT, Row, page

NOT_LEADING = tuple(role for role in READERS if role not in LEADERS_NORTH)

INSIDE = [
    page("communities:how_to", MEMBERS, arguments=lambda c: {"who": "member"}),
    Row(
        "communities:how_to",
        {200: LEADERS_NORTH, 404: (*NOT_LEADING, *SHUT_OUT)},
        lambda c: {"who": "curator"},
        variant="curator",
    ),
    Row(
        "communities:how_to",
        {200: OWNER, 404: (*(role for role in READERS if role != "owner"), *SHUT_OUT)},
        lambda c: {"who": "owner"},
        variant="owner",
    ),
]
