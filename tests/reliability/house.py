"""The demo's community seen from its rows, and deeds of its leaders."""

from collections.abc import Callable
from typing import Any

from core import ids
from tests.browser.servers import Server
from tests.reliability.machine import shell
from tests.reliability.people import SLUG, Person

Rows = Callable[..., list[tuple[Any, ...]]]
OWNER = "owner.en@demo.example"
# As the rule of access does it, and without telling any open page.
ENDS = """
from datetime import timedelta
from billing.models import Grant
from billing.operations import rewrite_access
from communities.models import Membership
from core import clock
from core.tenancy import across_communities, community_scope
with across_communities("a test gives a place an end"):
    member = Membership.objects.get(user__email={email!r})
with community_scope(member.community_id):
    until = clock.now() + timedelta(seconds={seconds})
    Grant.objects.filter(membership=member).update(until=until)
    rewrite_access(member)
    assert member.read_until == until, member.read_until
"""


def address(number: int) -> str:
    """Of the people who are in by a place from the owner: 2 to 9."""
    return f"person{number}.en@demo.example"


def place_ends(server: Server, email: str, seconds: float) -> None:
    """Give the place from the owner an end `seconds` from now; no hint goes out."""
    shell(server, ENDS.format(email=email, seconds=seconds))


class House:
    """Reads ids through `rows`, a function that asks the database."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    @property
    def pk(self) -> int:
        [(pk,)] = self.rows("SELECT id FROM communities_community WHERE slug = ?", SLUG)
        return int(pk)

    def subgroup(self, name: str) -> int:
        [(pk,)] = self.rows("SELECT id FROM subgroups_subgroup WHERE name = ?", name)
        return int(pk)

    def member(self, email: str) -> int:
        [(pk,)] = self.rows(
            "SELECT m.id FROM communities_membership m"
            " JOIN accounts_user u ON u.id = m.user_id WHERE u.email = ?",
            email,
        )
        return int(pk)

    def newest_post(self) -> int:
        [(pk,)] = self.rows("SELECT id FROM feeds_post ORDER BY published_at DESC, id DESC LIMIT 1")
        return int(pk)

    def admit(self, leader: Person, subgroup: int, email: str) -> None:
        self.lead(leader, subgroup, email, "admit")

    def move_out(self, leader: Person, subgroup: int, email: str) -> None:
        self.lead(leader, subgroup, email, "move-out")

    def lead(self, leader: Person, subgroup: int, email: str, deed: str) -> None:
        where, whom = ids.encode(subgroup), ids.encode(self.member(email))
        answer = leader.post(f"/c/{SLUG}/subgroups/{where}/people/{whom}/{deed}/", {})
        assert answer.status == 302, answer.text
