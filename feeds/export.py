"""This app's part of a person's own export: their own words and pictures only."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communities.models import Membership
from core import text
from feeds.models import Comment, Follow, Mention, Post, PostPicture
from subgroups.models import Search


def own_data(member: Membership) -> dict[str, Any]:
    """Own posts, comments and circle, also from subgroups left; nobody else's words."""
    pictures, named = described_by_post(member), aliases(member)
    return {
        "posts": [
            {
                "written_at": post.published_at,
                "text": text.editable(post.source, people=named[post.pk]),
                "pictures": pictures[post.pk],
            }
            for post in Post.objects.filter(author=member).order_by("published_at")
        ],
        "comments": [
            {
                "written_at": comment.published_at,
                "text": text.editable(comment.source, people=named[comment.pk]),
            }
            for comment in Comment.objects.filter(author=member).order_by("published_at")
        ],
        "asked_for_any_subgroup": list(
            Search.objects.filter(member=member).values_list("since", flat=True)
        ),
        "circle": list(Follow.objects.visible_to(member).values_list("followee__alias", flat=True)),
    }


def aliases(member: Membership) -> dict[int, dict[int, str]]:
    """Id of an own post or comment -> people named in it -> the aliases they have now."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    in_posts = Mention.objects.filter(comment=None, post__author=member)
    in_comments = Mention.objects.filter(comment__author=member)
    for rows, of in ((in_posts, "post"), (in_comments, "comment")):
        for written, person, alias in rows.values_list(of, "person", "person__alias"):
            found[written][person] = alias
    return found


def own_files(member: Membership) -> Iterator[tuple[str, Path]]:
    """Name in the archive and path on disk of each own picture that is still there."""
    for picture in own_pictures(member):
        if picture.attachment.full_path.is_file():
            yield file_name(picture), picture.attachment.full_path


def described_by_post(member: Membership) -> dict[int, list[dict[str, str]]]:
    """Post id -> its pictures as the JSON tells of them."""
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for picture in own_pictures(member):
        told = {"file": file_name(picture), "alt": picture.attachment.alt}
        found[picture.post_id].append(told)
    return found


def own_pictures(member: Membership) -> Any:
    pictures = PostPicture.objects.filter(post__author=member).select_related("attachment")
    return pictures.order_by("post", "position")


def file_name(picture: PostPicture) -> str:
    return f"pictures/{picture.code}{picture.attachment.full_path.suffix}"
