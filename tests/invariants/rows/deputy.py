"""Rows of naming a deputy."""

from tests.invariants.rows.base import OWNER, act, page, person

INSIDE = [
    page("communities:deputy", OWNER, arguments=person("specialist")),
    act("communities:deputy_release", OWNER, arguments=person("specialist")),
]
