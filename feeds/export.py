"""This app's part of a person's own export: their own words and pictures only."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communities.models import Membership
from core import text
from feeds.models import Comment, Follow, Mention, Post, PostPicture


def own_data(member: Membership) -> dict[str, Any]:
    """Own posts, comments and circle, also from subgroups left; nobody else's words."""
    pictures = described_by_post(member)
    return {
        "posts": [
            {
                "written_at": post.published_at,
                "text": own_text(post, post=post, comment=None),
                "pictures": pictures[post.pk],
            }
            for post in Post.objects.filter(author=member).order_by("published_at")
        ],
        "comments": [
            {"written_at": comment.published_at, "text": own_text(comment, comment=comment)}
            for comment in Comment.objects.filter(author=member).order_by("published_at")
        ],
        "circle": list(Follow.objects.visible_to(member).values_list("followee__alias", flat=True)),
    }


def own_text(written: Any, **of: Any) -> str:
    named = Mention.objects.filter(**of).values_list("person", "person__alias")
    return text.editable(written.source, people=dict(named))


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
