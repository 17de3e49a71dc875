"""Who sees one post or comment: the inverse of `visible_to`; a test holds the two together."""

from collections.abc import Iterable

from communities.models import Membership
from feeds.models import Comment, Post
from subgroups.models import SubgroupMembership
from subgroups.queries import readers_of


def readers_of_post(post: Post, among: Iterable[int]) -> set[int]:
    """Of the memberships `among`, those who may see `post`."""
    home = readers_of(post.subgroup, among)
    return home if post.hidden_at is None else concerned(post, post.author_id, home)


def readers_of_comment(comment: Comment, among: Iterable[int]) -> set[int]:
    """Of the memberships `among`, those who may see `comment`."""
    able = readers_of_post(comment.post, among)
    if comment.hidden_at is None:
        return able
    return concerned(comment.post, comment.author_id, able)


def concerned(post: Post, author_id: int | None, able: set[int]) -> set[int]:
    """Of those `able` to read its home, who still sees what was hidden: author and keepers."""
    staff = Membership.objects.filter(pk__in=able).exclude(role=Membership.Role.MEMBER)
    curators = SubgroupMembership.objects.present().filter(
        subgroup=post.subgroup_id, role=SubgroupMembership.Role.CURATOR, membership__in=able
    )
    keepers = {*staff.values_list("pk", flat=True), *curators.values_list("membership", flat=True)}
    return able & (keepers | {author_id})
