"""Writing a post."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from communities.models import Membership
from communities.queries import apart_of
from core import live
from core.permissions import require
from feeds.models import Hashtag, Mention, Placement, Post, PostHashtag, PostPicture
from feeds.operations.limits import hold_posts
from feeds.operations.words import Words, read_words
from feeds.permissions import P
from files.operations import keep_pictures
from files.pictures import Described
from notifications.operations import tell
from subgroups.models import Subgroup


class SentDifferently(Exception):
    """Published before with other words or pictures; sending anew publishes these."""


def create_post(
    *,
    actor: Membership,
    subgroup: Subgroup | None,
    body: str,
    submission: UUID,
    pictures: Sequence[Described] = (),
) -> Post:
    """Publish `body` with `pictures` in `subgroup`, or in the common space for `None`.

    Sending the same `submission` again gives the first post back and keeps nothing twice. Raises
    `SentDifferently` where its text was another, or its pictures and some are sent now, so that
    what was changed in between is not lost; `LimitReached`; `OSError` where pictures cannot be
    stored.
    """
    require(actor, P.WRITE_POST, subgroup)
    words = read_words(body, subgroup)
    with transaction.atomic():
        post, made = Post.objects.get_or_create(
            author=actor,
            submission=submission,
            defaults={"subgroup": subgroup, "source": words.source, "html": words.rendered.html},
        )
        if made:
            hold_posts(actor, post, words)
            streams = index(post, words)
            attach(actor, post, pictures)
            named = reached(actor, words.people)
            tell(users=[p.user_id for p in named], kind="post_mention", target=post.pk)
            hint(post, "new", streams)
    if post.source != words.source or not (made or has(post, pictures)):
        raise SentDifferently
    return post


def reached(actor: Membership, people: Iterable[Membership]) -> list[Membership]:
    """Of `people` named, those whom it reaches: not oneself, nor who blocked the actor."""
    away = apart_of(actor).blocked_by | {actor.pk}
    return [person for person in people if person.pk not in away]


def attach(actor: Membership, post: Post, pictures: Sequence[Described]) -> None:
    kept = keep_pictures(added_by=actor, pictures=pictures)
    PostPicture.objects.bulk_create(
        [PostPicture(post=post, attachment=a, position=n) for n, a in enumerate(kept)]
    )


def has(post: Post, pictures: Sequence[Described]) -> bool:
    """Whether `pictures` are those of `post`. None are no others: a draft holds the text alone."""
    sent = [(len(p.content), p.width, p.height, alt) for p, alt in pictures]
    kept = PostPicture.objects.filter(post=post).order_by("position")
    columns = [f"attachment__{name}" for name in ("size", "width", "height", "alt")]
    return not sent or sent == list(kept.values_list(*columns))


def index(post: Post, words: Words) -> list[str]:
    """Rows for mentions, hashtags and, for a common post, standing in open subgroups.

    Returns the keys of the streams it came into by them.
    """
    Mention.objects.bulk_create([Mention(post=post, person=person) for person in words.people])
    tags = tags_of(words)
    PostHashtag.objects.bulk_create(
        [PostHashtag(post=post, hashtag=t, published_at=post.published_at) for t in tags]
    )
    homes: list[Subgroup] = []
    if post.subgroup_id is None and tags:
        opened = Subgroup.objects.standing().filter(kind=Subgroup.Kind.OPEN)
        homes = list(opened.filter(tag_key__in=[tag.key for tag in tags]))
        Placement.objects.bulk_create(
            [Placement(post=post, subgroup=s, published_at=post.published_at) for s in homes]
        )
    return [f"tag.{tag.pk}" for tag in tags] + [f"subgroup.{home.pk}" for home in homes]


def tags_of(words: Words) -> list[Hashtag]:
    """The hashtag rows of a text, made where new."""
    named = {key: name for name, key in words.rendered.hashtags}
    if not named:
        return []
    Hashtag.objects.bulk_create(
        [Hashtag(name=name, key=key) for key, name in named.items()], ignore_conflicts=True
    )
    return list(Hashtag.objects.filter(key__in=named))


def announce(post: Post, kind: str) -> None:
    """Hint every stream the post stands in, and the page of the post itself.

    `kind` is new, changed or gone; after a post is gone its home is known from the hint alone.
    """
    streams = [f"tag.{pk}" for pk in post.tagged.values_list("hashtag", flat=True)]
    streams += [f"subgroup.{pk}" for pk in post.placements.values_list("subgroup", flat=True)]
    hint(post, kind, streams)


def hint(post: Post, kind: str, streams: Iterable[str]) -> None:
    """The same where the keys of `streams` it stands in by hashtags are known."""
    keys = [f"all.{post.community_id}", f"circle.{post.community_id}", f"person.{post.author_id}"]
    home = [post.subgroup_id] if post.subgroup_id else []
    for key in [*keys, *streams, *(f"subgroup.{pk}" for pk in home)]:
        live.hint("feeds.stream", key, kind, [post.pk, *home])
    live.hint("feeds.post", post.pk, f"post_{kind}", [post.pk, *home])
