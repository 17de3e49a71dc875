"""Streams without the words of people somebody does not hear (docs/adr/0007-apart.md).

Words without a known author are never left out: nothing about a named person touches them.
"""

from typing import Any

from django.db.models import Q

from communities.models import Membership
from communities.queries import apart_of, blocked_people, deaf_to
from feeds.models import Post
from subgroups.models import SubgroupMembership
from subgroups.permissions import roles_of

CURATOR = SubgroupMembership.Role.CURATOR


def led_by(member: Membership) -> set[int]:
    """Ids of subgroups where `member` keeps order and so hears everybody."""
    return {subgroup for subgroup, role in roles_of(member).items() if role == CURATOR}


def heard(rows: Any, member: Membership, *, home: str = "", here: int | None = None) -> Any:
    """`rows` by people `member` hears.

    Where `member` keeps order they hear everybody: in the subgroup `here`, whose page is shown, and
    in rows whose subgroup, named by the field `home`, they lead.
    """
    unheard = sorted(apart_of(member).unheard)
    if not unheard or here in led_by(member):
        return rows
    lost = Q(author__in=unheard)
    return rows.exclude(lost & ~Q(**{f"{home}__in": led_by(member)}) if home else lost)


def deaf_to_post(post: Post, among: set[int]) -> set[int]:
    """Of `among`, those whose streams are without `post`."""
    return deaf_at(post, post.author_id, among)


def deaf_at(post: Post, author_id: int | None, among: set[int]) -> set[int]:
    """Of `among`, those who do not hear `author_id` where `post` is at home."""
    deaf = deaf_to(author_id, among)
    if not deaf or post.subgroup_id is None:
        return deaf
    curators = SubgroupMembership.objects.present().filter(
        subgroup=post.subgroup_id, role=CURATOR, membership__in=deaf
    )
    return deaf - set(curators.values_list("membership", flat=True))


def out_of_circle(post: Post, among: set[int]) -> set[int]:
    """Of `among`, those whom the author of `post` has blocked: it never stands in their circle."""
    return blocked_people(post.author_id, among) if post.author_id else set()
