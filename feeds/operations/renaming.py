"""Another alias reaches the pages that are open; others show it when they are next opened."""

from communities.models import Membership
from core import live
from feeds.models import Comment, Post
from feeds.operations.posts import announce

# Newer ones than these are hardly on anybody's screen.
POSTS, ANSWERS = 5, 20


def show_new_alias(author: Membership) -> None:
    """Have the newest words of `author` drawn anew where they are on a screen."""
    for post in Post.objects.filter(author=author).order_by("-published_at")[:POSTS]:
        announce(post, "changed")
    answers = Comment.objects.filter(author=author).order_by("-pk")[:ANSWERS]
    for pk, post_id in answers.values_list("pk", "post"):
        live.hint("feeds.post", post_id, "changed", [pk])
