"""The desk's subjects: higher apps say who has work here, what waits, which first steps are theirs.

What waits stands in blocks, each with its first few entries; an empty block is not shown.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.models import Application, Community, Invitation, Membership

# How many entries a block shows; the rest stands behind its link.
FEW = 5


class Step(NamedTuple):
    """One of an owner's first steps. `is_done` runs in the community's scope; `url` is a name."""

    order: int
    text: str | Promise
    url: str
    is_done: Callable[[Community], bool]


class Entry(NamedTuple):
    """One matter that waits: `url` leads to the matter itself, `since` says how long it waits."""

    text: str
    url: str
    since: datetime | None = None


class Found(NamedTuple):
    """How many matters wait, and the first few of them."""

    number: int
    entries: list[Entry]


class Block(NamedTuple):
    """Matters of one kind, found in one query.

    `url` names the page where all of them stand, narrowed by `query`; empty where there is none.
    """

    order: int
    title: str | Promise
    url: str
    seen_by: Callable[[Membership], bool]
    find: Callable[[Membership], Found]
    query: str = ""

    def all_at(self, community: Community) -> str:
        """The address of all of them, or empty."""
        return reverse(self.url, args=[community.slug]) + self.query if self.url else ""


class Waiting(NamedTuple):
    """A block as one member sees it."""

    title: str | Promise
    found: Found
    url: str

    @property
    def more(self) -> int:
        """How many stand behind the link."""
        return self.found.number - len(self.found.entries)


holders: list[Callable[[Membership], bool]] = []
blocks: list[Block] = []
steps: list[Step] = [
    Step(
        30,
        _("Write the public page and publish it"),
        "communities:settings",
        lambda community: community.published_at is not None,
    ),
    Step(
        40,
        _("Invite the first people by a link"),
        "communities:invitations",
        lambda community: Invitation.objects.exists(),
    ),
]


def holds_desk(member: Membership) -> bool:
    """Whether an app knows of work that `member` does here, beside being staff."""
    return any(holds(member) for holds in holders)


def steps_of(community: Community) -> list[tuple[Step, bool]]:
    """The first steps in order, each with whether it is done; nothing once all are."""
    in_order = sorted(steps, key=lambda step: step.order)
    known = [(step, step.is_done(community)) for step in in_order]
    return [] if all(done for _step, done in known) else known


def blocks_of(member: Membership) -> list[Waiting]:
    """What waits for `member`, in the blocks' order; empty ones are left out."""
    theirs = sorted((block for block in blocks if block.seen_by(member)), key=lambda b: b.order)
    waiting = [
        Waiting(block.title, block.find(member), block.all_at(member.community)) for block in theirs
    ]
    return [block for block in waiting if block.found.number]


def first_of(rows: QuerySet[Any], entry: Callable[[Any], Entry], shown: int = FEW) -> Found:
    """The first of ordered `rows` as entries, and how many there are: one query for both."""
    few = list(rows.annotate(of_all=Window(Count("pk")))[:shown])
    return Found(few[0].of_all if few else 0, [entry(row) for row in few])


def waiting_to_be_let_in(member: Membership) -> Found:
    """Whoever applied and has neither a yes nor a no, longest waiting first."""
    url = reverse("communities:applications", args=[member.community.slug])
    return first_of(
        Application.objects.open().select_related("membership").order_by("sent_at", "pk"),
        lambda asked: Entry(
            asked.membership.alias, f"{url}#application-{asked.code}", asked.sent_at
        ),
    )


blocks.append(
    Block(
        20,
        _("Waiting to be let in"),
        "communities:applications",
        lambda member: member.is_staff,
        waiting_to_be_let_in,
    )
)
