"""A grown community by bulk inserts: 350 members, 30 subgroups, posts over a year.

A second one of a single post stands beside it. The same each time but for ids.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from accounts import devices
from accounts.models import User
from accounts.sessions import BACKEND
from bench import texts
from billing.models import Grant
from communities.models import UNLIMITED, Acceptance, Document, Membership
from communities.operations import open_community
from core import clock, ids, text
from core.tenancy import community_scope
from feeds.models import Comment, Follow, Hashtag, Mention, Placement, Post, PostHashtag
from feeds.queries import cursor_of
from notifications.models import Notification
from subgroups.models import Subgroup, SubgroupMembership

PEOPLE, SUBGROUPS, FOLLOWED = 350, 30, 15
# Ids count from 2024, so nothing here is older.
AGE = timedelta(days=365)
CHUNK = 2_000
VARIANTS = 400
# The newest posts have answers: the last twenty, the one before it one, others a few.
ANSWERED, ANSWERS = 300, 20
SLUG, SMALL = "river", "brook"
ZONE = "Europe/Moscow"


@dataclass(frozen=True)
class Variant:
    """A text as it is stored, rendered once for the many posts that have it."""

    source: str
    rendered: text.Rendered


@dataclass
class Place:
    """What posts are made of."""

    chance: random.Random
    people: list[Membership]
    homes: dict[int, Subgroup]
    hashtags: dict[str, Hashtag]
    named: list[Variant]
    nameless: list[Variant]


def apart(rows: Iterable[Any]) -> list[Any]:
    """The rows with ids a millisecond apart: in bulk, random bits alone would meet twice."""
    found, now = list(rows), clock.now()
    for number, row in enumerate(found):
        row.pk = ids.at(now - timedelta(milliseconds=number))
    return found


def fill(posts: int) -> dict[str, Any]:
    """Make everything; returns the addresses and sessions to ask with."""
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    users = bring_users()
    owner = opened(users[0], SLUG)
    with community_scope(owner.community):
        people = [owner, *bring_people(owner, users[1:])]
        place = furnish(chance, people)
        made = write_posts(place, posts)
        reader, alone = people[1], people[2]
        near = [Follow(follower=reader, followee=near) for near in people[3 : 3 + FOLLOWED]]
        Follow.objects.bulk_create(apart(near))
        # Not of the two that will be opened: that would read them.
        tell(reader, [row for row in made["newest"][:-2] if row.subgroup_id is None][-3:])
    add_small_community(users[:5])
    return {
        "slug": SLUG,
        "small": SMALL,
        "sessions": {"reader": sign_in(reader.user), "alone": sign_in(alone.user)},
        "answered": made["newest"][-1].code,
        "answered_once": made["newest"][-2].code,
        "deepest": made["deepest"],
        "body": texts.body(
            chance,
            aliases=[person.alias for person in people[20:23]],
            tags=[*texts.TAGS[:2], place.homes[people[1].pk].tag],
        ),
    }


def bring_users() -> list[User]:
    users = [
        User(
            email=f"person{number}@bench.example",
            password=make_password(None),
            language="ru",
            language_chosen=True,
            time_zone=ZONE,
            time_zone_chosen=True,
        )
        for number in range(PEOPLE)
    ]
    return User.objects.bulk_create(apart(users))


def opened(user: User, slug: str) -> Membership:
    """The owner of a new community."""
    return open_community(
        user=user, slug=slug, name=slug.title(), language="ru", time_zone=ZONE, alias="Ива"
    )


def bring_people(owner: Membership, users: Sequence[User]) -> list[Membership]:
    """Members with a place from the owner, who have agreed to everything."""
    now, people = clock.now(), []
    for number, user in enumerate(users):
        member = Membership(
            user=user,
            state=Membership.State.ACTIVE,
            joined_at=now,
            full_until=UNLIMITED,
            read_until=UNLIMITED,
        )
        member.take_alias(texts.alias(number))
        people.append(member)
    Membership.objects.bulk_create(apart(people))
    Grant.objects.bulk_create(apart(Grant(membership=p, given_by=owner) for p in people))
    documents = list(Document.objects.all())
    agreed = [Acceptance(membership=p, document=d) for p in people for d in documents]
    Acceptance.objects.bulk_create(apart(agreed))
    return people


def furnish(chance: random.Random, people: list[Membership]) -> Place:
    """Subgroups with everybody in one, hashtags, texts."""
    subgroups = open_subgroups()
    homes = {person.pk: subgroups[n % SUBGROUPS] for n, person in enumerate(people)}
    places = [
        SubgroupMembership(
            membership=person,
            subgroup=homes[person.pk],
            role="curator" if number < SUBGROUPS else "member",
        )
        for number, person in enumerate(people)
    ]
    SubgroupMembership.objects.bulk_create(apart(places))
    words = [*texts.TAGS, *(subgroup.tag for subgroup in subgroups)]
    hashtags = apart(Hashtag(name=word, key=text.key(word)) for word in words)
    Hashtag.objects.bulk_create(hashtags)
    tags_of_open = [subgroup.tag for subgroup in subgroups if subgroup.is_open]
    return Place(
        chance=chance,
        people=people,
        homes=homes,
        hashtags={tag.key: tag for tag in hashtags},
        named=[variant(chance, tags_of_open, people) for _ in range(VARIANTS // 4)],
        nameless=[variant(chance, tags_of_open, []) for _ in range(VARIANTS)],
    )


def open_subgroups() -> list[Subgroup]:
    """Of thirty: 24 open, five closed, one hidden."""
    kinds = [Subgroup.Kind.OPEN] * 24 + [Subgroup.Kind.CLOSED] * 5 + [Subgroup.Kind.HIDDEN]
    found = []
    for number, kind in enumerate(kinds):
        name, tag = f"Группа {number}", f"группа{number}"
        keys = {"name_key": text.key(name), "tag_key": text.key(tag)}
        found.append(Subgroup(name=name, tag=tag, kind=kind, **keys))
    return Subgroup.objects.bulk_create(apart(found))


def variant(chance: random.Random, group_tags: list[str], people: Sequence[Membership]) -> Variant:
    """Two hashtags, one in ten of an open subgroup; one to three of `people` named."""
    tags = chance.sample(texts.TAGS, 2)
    if chance.random() < 0.1:
        tags[0] = chance.choice(group_tags)
    named = chance.sample(people, chance.randint(1, 3)) if people else []
    body = texts.body(chance, aliases=[person.alias for person in named], tags=tags)
    by_key = {person.alias_key: person.pk for person in named}
    return Variant(text.hold(body, person=by_key.get), text.render(body, person=by_key.get))


def write_posts(place: Place, posts: int) -> dict[str, Any]:
    """Oldest first; the cursor before which the oldest page stands, and the newest posts."""
    start, step = clock.now() - AGE, AGE / posts
    newest: list[Post] = []
    deepest = ""
    for begin in range(0, posts, CHUNK):
        numbers = range(begin, min(begin + CHUNK, posts))
        made = [post(place, number, posts, start + step * number) for number in numbers]
        with transaction.atomic():
            save(place, made)
        deepest = deepest or cursor_of(made[min(20, len(made) - 1)][0])
        newest = [*newest, *(row for row, _ in made)][-ANSWERED:]
    answer(place, newest)
    return {"newest": newest, "deepest": deepest}


def post(place: Place, number: int, posts: int, at: Any) -> tuple[Post, Variant]:
    """Three in five in the common space, as the last two are."""
    author = place.chance.choice(place.people)
    common = place.chance.random() < 0.6 or number >= posts - 2
    named = common and place.chance.random() < 0.25
    words = place.chance.choice(place.named if named else place.nameless)
    row = Post(
        id=ids.at(at),
        author=author,
        subgroup=None if common else place.homes[author.pk],
        source=words.source,
        html=words.rendered.html,
        published_at=at,
        submission=UUID(int=number),
    )
    return row, words


def save(place: Place, made: list[tuple[Post, Variant]]) -> None:
    """The posts and what is indexed of their words."""
    Post.objects.bulk_create([row for row, _ in made])
    Mention.objects.bulk_create(
        Mention(id=row.pk + n, post=row, person_id=pk)
        for row, words in made
        for n, pk in enumerate(words.rendered.people)
    )
    tagged = [
        PostHashtag(
            id=row.pk + n,
            post=row,
            hashtag=place.hashtags[key],
            published_at=row.published_at,
        )
        for row, words in made
        for n, (_, key) in enumerate(words.rendered.hashtags)
    ]
    PostHashtag.objects.bulk_create(tagged)
    Placement.objects.bulk_create(standing(place, tagged))


def standing(place: Place, tagged: Iterable[PostHashtag]) -> list[Placement]:
    """Common posts that carry an open subgroup's tag."""
    homes = {home.tag_key: home for home in place.homes.values() if home.is_open}
    return [
        Placement(
            id=row.pk,
            post=row.post,
            subgroup=homes[row.hashtag.key],
            published_at=row.published_at,
        )
        for row in tagged
        if row.post.subgroup_id is None and row.hashtag.key in homes
    ]


def answer(place: Place, newest: list[Post]) -> None:
    """Comments under the newest posts."""
    rows = []
    for number, row in enumerate(reversed(newest)):
        row.comment_count = {0: ANSWERS, 1: 1}.get(number, place.chance.randint(0, 4))
        for second in range(row.comment_count):
            words = place.chance.choice(place.nameless)
            at = row.published_at + timedelta(seconds=second + 1)
            rows.append(
                Comment(
                    id=ids.at(at),
                    post=row,
                    author=place.chance.choice(place.people),
                    source=words.source,
                    html=words.rendered.html,
                    published_at=at,
                    submission=UUID(int=len(rows)),
                )
            )
    Comment.objects.bulk_create(rows)
    Post.objects.bulk_update(newest, ["comment_count"])


def tell(reader: Membership, posts: Iterable[Post]) -> None:
    """Notices wait, as on most mornings."""
    user = reader.user
    notices = [Notification(user=user, kind="post_mention", target=row.pk) for row in posts]
    Notification.objects.bulk_create(apart(notices))


def add_small_community(users: Sequence[User]) -> None:
    """Five people and one post; the reader is one of them."""
    owner = opened(users[0], SMALL)
    with community_scope(owner.community):
        people = [owner, *bring_people(owner, users[1:])]
        place = furnish(random.Random(7), people)  # noqa: S311 - repeatable, not secret
        tell(people[1], write_posts(place, 1)["newest"])


def sign_in(user: User) -> str:
    """The key of a session of `user`, as signing in leaves it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    devices.remember(session, shared=False)
    session.create()
    return str(session.session_key)
