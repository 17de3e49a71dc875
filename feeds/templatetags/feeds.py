"""Posts and answers in templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from feeds import cards

register = template.Library()
register.filter(cards.answers_in_words)


@register.simple_tag
def address(name: str, community: Any, pk: int) -> str:
    """`{% address "feeds:post" community post.pk %}`: as `url`, for lists."""
    return cards.address(name, pk, community=community)


@register.simple_tag
def post_cards(posts: Iterable[Any], community: Any) -> SafeString:
    """Dressed posts, one under the other."""
    return mark_safe("".join(cards.post_cards(posts, community)))  # noqa: S308 - safe each


@register.simple_tag
def post_card(post: Any, community: Any) -> SafeString:
    """One dressed post."""
    return cards.post_cards([post], community)[0]


@register.simple_tag
def comment_card(comment: Any, community: Any) -> SafeString:
    """One dressed answer."""
    return cards.comment_cards([comment], community)[0]


@register.simple_tag
def comment_cards(comments: Iterable[Any], community: Any) -> SafeString:
    """Dressed answers, one under the other."""
    return mark_safe("".join(cards.comment_cards(comments, community)))  # noqa: S308 - safe each
