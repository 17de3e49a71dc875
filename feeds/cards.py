"""Posts and answers as they are shown, the same for everybody who may see them.

A card is rendered from a `Face`, which holds all that it shows, and kept under a key made of that
face and the language: what changes makes another key, so nothing is shown as it was before. What
depends on who looks stands outside.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any, NamedTuple

from django.core.cache import cache
from django.template.loader import get_template
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from communities.models import Community
from core import ids, text
from core.face import drawing, tone
from core.templatetags.when import when
from feeds.models import Comment, Post
from feeds.templatetags.audience import in_words
from profiles.models import Visibility

NO_ID = ids.encode(0)


class Person(NamedTuple):
    """An author as a card shows them: `picture` is its address, empty where not all see it."""

    url: str
    tone: str
    drawing: str
    picture: str


class PostFace(NamedTuple):
    """A post of `version` and all else that its card shows; `homes` are (address, name)."""

    code: str
    version: int
    url: str
    menu_url: str
    alias: str
    author: Person | None
    when: str
    homes: tuple[tuple[str, str], ...]
    is_pinned: bool
    hidden_reason: str | None
    is_erased: bool
    audience: str
    is_narrow: bool
    answered: str
    pictures: tuple[tuple[str, int, int, str], ...]
    aliases: tuple[tuple[int, str], ...]


class CommentFace(NamedTuple):
    """An answer of `version` and all else that its card shows."""

    code: str
    version: int
    url: str
    menu_url: str
    alias: str
    author: Person | None
    when: str
    hidden_reason: str | None
    aliases: tuple[tuple[int, str], ...]


def post_cards(posts: Iterable[Post], community: Community) -> list[SafeString]:
    """The cards of dressed posts."""
    found = list(posts)
    return cards("feeds/_post_card.html", found, [face_of(p, community) for p in found], community)


def comment_cards(comments: Iterable[Comment], community: Community) -> list[SafeString]:
    """The cards of dressed answers."""
    found = list(comments)
    faces = [comment_face_of(c, community) for c in found]
    return cards("feeds/_comment_card.html", found, faces, community)


def cards(
    name: str, rows: Sequence[Any], faces: Sequence[Any], community: Community
) -> list[SafeString]:
    """Each row's card, kept or rendered now."""
    keys = [key_of(face) for face in faces]
    kept = cache.get_many(keys)
    template, actions = get_template(name), gettext("Actions")
    made = {
        key: str(
            template.render({**face._asdict(), "body": body_of(row, community), "actions": actions})
        )
        for key, face, row in zip(keys, faces, rows, strict=True)
        if key not in kept
    }
    if made:
        cache.set_many(made)
    return [mark_safe(kept.get(key) or made[key]) for key in keys]  # noqa: S308 - rendered above


def key_of(face: NamedTuple) -> str:
    told = f"{type(face).__name__} {get_language()} {face!r}"
    return f"card.{blake2b(told.encode(), digest_size=16).hexdigest()}"


def face_of(post: Any, community: Community) -> PostFace:
    code, to = ids.encode(post.pk), partial(address, community=community)
    homes = [(post.subgroup_id, post.subgroup.name)] if post.subgroup else []
    url = to("feeds:post", post.pk)
    return PostFace(
        code=code,
        version=post.version,
        url=url,
        menu_url=f"{url}menu/",
        alias=alias_of(post.author),
        author=person_of(post.author, community),
        when=when(post.published_at),
        homes=tuple((to("feeds:subgroup", pk), name) for pk, name in [*homes, *post.standing]),
        is_pinned=post.pinned_at is not None,
        hidden_reason=None if post.hidden_at is None else post.hidden_reason,
        is_erased=post.erased_at is not None,
        audience=in_words(post.audience),
        is_narrow=post.audience.is_narrow,
        answered=answers_in_words(post.comment_count),
        pictures=tuple(picture_of(picture, to) for picture in post.gallery),
        aliases=tuple(sorted(post.aliases.items())),
    )


def comment_face_of(comment: Any, community: Community) -> CommentFace:
    code, to = ids.encode(comment.pk), partial(address, community=community)
    return CommentFace(
        code=code,
        version=comment.version,
        url=f"{to('feeds:post', comment.post_id)}#comment-{code}",
        menu_url=to("feeds:comment_menu", comment.pk),
        alias=alias_of(comment.author),
        author=person_of(comment.author, community),
        when=when(comment.published_at),
        hidden_reason=None if comment.hidden_at is None else comment.hidden_reason,
        aliases=tuple(sorted(comment.aliases.items())),
    )


def alias_of(author: Any) -> str:
    return gettext("former member") if author is None else str(author.alias)


def person_of(author: Any, community: Community) -> Person | None:
    if author is None:
        return None
    url = address("feeds:person", author.pk, community=community)
    shown = getattr(author, "picture", None)
    to_all = shown is not None and shown.visibility == Visibility.COMMUNITY
    picture = f"{url}face/" if to_all else ""
    return Person(url, tone(author.alias), drawing(author.alias), picture)


def answers_in_words(number: int) -> str:
    """What leads to the answers of a post: how many they are, or to write the first."""
    if not number:
        return gettext("Answer")
    return ngettext("%(n)s answer", "%(n)s answers", number) % {"n": number}


def picture_of(picture: Any, to: Callable[[str, int], str]) -> tuple[str, int, int, str]:
    it = picture.attachment
    return to("feeds:picture", picture.pk), it.width, it.height, it.alt


def body_of(written: Any, community: Community) -> SafeString:
    """The stored HTML with today's aliases and addresses put in."""
    return text.put_in(
        written.html,
        people=written.aliases,
        person_url=lambda pk: address("feeds:person", pk, community=community),
        hashtag_url=partial(hashtag_address, community.slug),
    )


def address(name: str, pk: int, *, community: Community) -> str:
    """As `reverse`, for lists."""
    known = pattern(name, community.slug).replace(NO_ID, ids.encode(pk))
    return mark_safe(known)  # noqa: S308 - letters, digits and - alone


@lru_cache(maxsize=10_000)
def pattern(name: str, slug: str) -> str:
    """The address `name` with nobody's id in it: `reverse` is too slow for twenty posts."""
    return reverse(name, args=[slug, 0])


@lru_cache(maxsize=10_000)
def hashtag_address(slug: str, key: str) -> str:
    """Letters as they are: percent signs would take three times the room."""
    return uri_to_iri(reverse("feeds:tag", args=[slug, key]))
