"""Everything a post or comment shows beside its own row, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Value

from feeds.models import Comment, Mention, Placement, Post, PostPicture
from feeds.queries.audience import Audiences

# (post, comment or `None`) -> person -> alias
Aliases = dict[tuple[int, int | None], dict[int, str]]


class Standing(NamedTuple):
    """Where else a post stands: an open subgroup, so everybody may be told."""

    subgroup_id: int
    name: str


def dress_posts(posts: Iterable[Post], audiences: Audiences) -> list[Post]:
    """Give each post `aliases` (of people named in it), `standing`, `gallery` and `audience`."""
    found = list(posts)
    dress_each(found, Mention.objects.filter(comment=None), audiences)
    return found


def dress_comments(comments: Iterable[Comment]) -> list[Comment]:
    """Give each comment `aliases` of people named in it."""
    found: list[Any] = list(comments)
    named = Mention.objects.filter(comment__in=[comment.pk for comment in found])
    aliases: dict[int, dict[int, str]] = {}
    for comment_id, person, alias in named.values_list("comment", "person", "person__alias"):
        aliases.setdefault(comment_id, {})[person] = alias
    for comment in found:
        comment.aliases = aliases.get(comment.pk, {})
    return found


def dress_talk(post: Post, comments: Sequence[Any], audiences: Audiences) -> None:
    """Dress a post and what stands under it."""
    aliases = dress_each([post], Mention.objects.all(), audiences)
    for comment in comments:
        comment.aliases = aliases.get((post.pk, comment.pk), {})


def dress_each(posts: Sequence[Any], mentions: Any, audiences: Audiences) -> Aliases:
    """Dress `posts`; give back the aliases of all who are named in `mentions` there."""
    ids = [post.pk for post in posts]
    aliases: Aliases = {}
    placed: dict[int, list[Standing]] = {}
    for post_id, comment, person, subgroup, name in named(ids, mentions):
        if subgroup is None:
            aliases.setdefault((post_id, comment), {})[person] = name
        else:
            placed.setdefault(post_id, []).append(Standing(subgroup, name))
    pictures = galleries(ids)
    for post in posts:
        post.aliases = aliases.get((post.pk, None), {})
        post.standing = placed.get(post.pk, [])
        post.gallery = pictures.get(post.pk, [])
        post.audience = audiences.of(post.subgroup)
    return aliases


def named(ids: Sequence[int], mentions: Any) -> Any:
    """(post, comment, person, subgroup, name) of people named and of subgroups stood in: one
    query for both."""
    nothing = Value(None, output_field=BigIntegerField())
    people = mentions.filter(post__in=ids).annotate(subgroup=nothing)
    places = Placement.objects.filter(post__in=ids).annotate(comment=nothing, person=nothing)
    columns = ("post", "comment", "person", "subgroup")
    return people.values_list(*columns, "person__alias").union(
        places.values_list(*columns, "subgroup__name"), all=True
    )


def galleries(ids: Sequence[int]) -> dict[int, list[PostPicture]]:
    """Post id -> its pictures in their order."""
    found: dict[int, list[PostPicture]] = {}
    pictures = PostPicture.objects.filter(post__in=ids).select_related("attachment")
    for picture in pictures.order_by("position"):
        found.setdefault(picture.post_id, []).append(picture)
    return found


def with_people(rows: Any) -> Any:
    """Join author and home, which every card shows."""
    return rows.select_related("author__picture", "subgroup")
