"""Short ways of writing in tests."""

from uuid import uuid4

from communities.models import Membership
from feeds.models import Comment, Post
from feeds.operations import create_comment, create_post
from subgroups.models import Subgroup


def say(author: Membership, body: str = "Good evening", place: Subgroup | None = None) -> Post:
    """Publish a post."""
    return create_post(actor=author, subgroup=place, body=body, submission=uuid4())


def reply(author: Membership, post: Post, body: str = "I hear you") -> Comment:
    """Publish an answer."""
    return create_comment(actor=author, post=post, body=body, submission=uuid4())
