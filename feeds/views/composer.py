"""The form one writes with, as the pages and its own answers show it."""

from django.http import HttpRequest
from django.urls import reverse

from accounts import held
from feeds.forms import CommentForm, PostForm
from feeds.models import Post
from feeds.permissions import P
from feeds.queries import Audiences, writable_places
from subgroups.models import Subgroup


def post_composer(
    request: HttpRequest, audiences: Audiences, here: Subgroup | None = None
) -> PostForm | None:
    """A form with what was typed before sign-in; `None` for who may not write now.

    `here` is the subgroup on whose page it stands; elsewhere no place is chosen beforehand.
    """
    if not P.WRITE_POST.allows(request.member, here):
        return None
    url = reverse("feeds:post_create", args=[request.community.slug])
    kept = held.take(request, action=url) or {}
    initial = {"place": here.code, "here": True} if here else {}
    places = writable_places(request.member, audiences)
    return PostForm(places=places, initial=initial | kept)


def comment_composer(request: HttpRequest, post: Post) -> CommentForm | None:
    """The form under `post`; `None` for who may not answer it now."""
    if not P.COMMENT.allows(request.member, post):
        return None
    url = reverse("feeds:comment_create", args=[request.community.slug, post.pk])
    return CommentForm(initial=held.take(request, action=url) or {})
