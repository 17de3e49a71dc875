"""The words of somebody who left: said goodbye with, made nameless, or deleted.

Both go in batches, newest first, and find out from what is left where they are.
"""

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from communities.models import Leaving, Membership
from communities.traces import goodbyes, settlers
from core import clock, live
from feeds.models import Comment, Follow, Mention, Placement, Post, PostHashtag, PostPicture
from feeds.operations.posts import announce, create_post
from files.models import Attachment
from files.operations import erase_files
from notifications.operations import withdraw

BATCH = 100


def say_goodbye(actor: Membership, body: str) -> None:
    create_post(actor=actor, subgroup=None, body=body, submission=uuid4())


def settle_words(leaving: Leaving) -> bool:
    """One batch of what the choice asks for, step by step; `True` when nothing is left."""
    person = leaving.membership
    steps = [forget_ties, unname_mentions]
    if leaving.words == Membership.Words.ALIAS:
        steps = [forget_ties]
    elif leaving.words == Membership.Words.DELETED:
        steps += [delete_comments, delete_posts]
    else:
        steps += [unname_comments, unname_posts]
    with transaction.atomic():
        return not any(step(person, leaving) for step in steps)


def forget_ties(person: Membership, leaving: Leaving) -> bool:
    """Circles: theirs, and those they stand in; and that they added files."""
    ties = Q(follower=person)
    if leaving.words != Membership.Words.ALIAS:
        ties |= Q(followee=person)
    Follow.objects.filter(ties, since__lte=leaving.until).delete()
    if leaving.words == Membership.Words.FORMER:
        added = Attachment.objects.filter(added_by=person, added_at__lte=leaving.until)
        added.update(added_by=None)
    return False


def unname_mentions(person: Membership, leaving: Leaving) -> bool:
    """Where others named them, «former member» stands; whether there may be more."""
    earlier = Q(comment=None, post__published_at__lte=leaving.until)
    earlier |= Q(comment__published_at__lte=leaving.until)
    named = Mention.objects.filter(earlier, person=person).select_related("post")
    found = list(named.order_by("-id")[:BATCH])
    Mention.objects.filter(pk__in=[mention.pk for mention in found]).delete()
    for mention in found:
        if mention.comment_id:
            live.hint("feeds.post", mention.post_id, "changed", [mention.comment_id])
        else:
            announce(mention.post, "changed")
    return len(found) == BATCH


def unname_posts(person: Membership, leaving: Leaving) -> bool:
    posts = own(Post.objects, person, leaving)
    rows = Post.objects.filter(pk__in=[post.pk for post in posts])
    rows.update(author=None, version=F("version") + 1)
    for post in posts:
        announce(post, "changed")
    return len(posts) == BATCH


def unname_comments(person: Membership, leaving: Leaving) -> bool:
    comments = own(Comment.objects, person, leaving)
    rows = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
    rows.update(author=None, version=F("version") + 1)
    for comment in comments:
        live.hint("feeds.post", comment.post_id, "changed", [comment.pk])
    return len(comments) == BATCH


def delete_comments(person: Membership, leaving: Leaving) -> bool:
    comments = own(Comment.objects, person, leaving)
    withdraw(targets=[comment.pk for comment in comments])
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).delete()
    for comment in comments:
        if comment.hidden_at is None:
            post = Post.objects.filter(pk=comment.post_id)
            post.update(comment_count=F("comment_count") - 1)
        live.hint("feeds.post", comment.post_id, "gone", [comment.pk])
    return len(comments) == BATCH


def delete_posts(person: Membership, leaving: Leaving) -> bool:
    """Under an emptied post the answers of others stay; their own have gone before."""
    answered = Exists(Comment.objects.filter(post=OuterRef("pk")).exclude(author=person))
    posts = own(Post.objects.annotate(is_answered=answered), person, leaving)
    emptied = [post for post in posts if post.is_answered]
    gone = [post for post in posts if not post.is_answered]
    withdraw(targets=[post.pk for post in posts])
    for post in posts:
        announce(post, "changed" if post.is_answered else "gone")
    pictures = PostPicture.objects.filter(post__in=posts)
    attachments = list(Attachment.objects.filter(pk__in=pictures.values("attachment")))
    for parts in (Mention.objects.filter(comment=None), Placement.objects, PostHashtag.objects):
        parts.filter(post__in=emptied).delete()
    Post.objects.filter(pk__in=[post.pk for post in emptied]).update(
        author=None,
        source="",
        html="",
        pinned_at=None,
        erased_at=clock.now(),
        version=F("version") + 1,
    )
    Post.objects.filter(pk__in=[post.pk for post in gone]).delete()
    erase_files(attachments)
    return len(posts) == BATCH


def own(rows: Any, person: Membership, leaving: Leaving) -> list[Any]:
    """The next batch of posts or comments that stood when they left."""
    found = rows.filter(author=person, published_at__lte=leaving.until)
    return list(found.order_by("-published_at", "-id")[:BATCH])


def register() -> None:
    goodbyes.append(say_goodbye)
    settlers.append(settle_words)
