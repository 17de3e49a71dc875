"""Rows of mute and block: everybody may, but those who answer for what is read."""

from tests.invariants.rows.base import READERS, Row, page, person

KEEPERS = ("owner", "specialist")
# The insider, whom it is about, is refused as anybody is about themselves.
OTHERS = tuple(role for role in READERS if role not in (*KEEPERS, "insider"))

INSIDE = [
    page("communities:apart"),
    Row("communities:mute", {"done": OTHERS}, person("insider"), "post"),
    Row("communities:mute", {}, person("newcomer"), "post", variant="newcomer"),
    Row("communities:block", {"done": OTHERS}, person("insider"), "post"),
    Row("communities:unmute", {"done": READERS}, person("insider"), "post"),
    Row("communities:unblock", {"done": READERS}, person("insider"), "post"),
]
