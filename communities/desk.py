"""The desk's subjects: higher apps say who has work here and which first steps are theirs."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Invitation, Membership


class Step(NamedTuple):
    """One of an owner's first steps. `is_done` runs in the community's scope; `url` is a name."""

    order: int
    text: str | Promise
    url: str
    is_done: Callable[[Community], bool]


holders: list[Callable[[Membership], bool]] = []
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
