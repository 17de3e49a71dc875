"""Years of talk in bulk: posts, answers, hashtags, mentions and follows, a chunk at a time.

What is written is what the operations would have written; `manage.py check_invariants` and the
tests hold it to that. Memory holds one chunk, so a million posts need no more than a thousand.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from django.db import transaction

from communities.models import Membership
from config.seeds import rhythm
from config.seeds.crowd import Somebody, Span, submission
from config.seeds.derived import Derived
from config.seeds.rooms import EVERYTHING, Home
from config.seeds.wording import Said, Wording
from core import text
from feeds.models import Comment, Follow, Hashtag, Mention, Placement, Post, PostHashtag
from subgroups.models import Subgroup

CHUNK = 2_000
IN_COMMON, NAMES_SOMEBODY, CARRIES_GROUP_TAG = 0.5, 0.12, 0.08
ANSWERS = (30, 24, 18, 11, 7, 4, 3, 2, 1)
ANSWERED_BACK = 0.35
INTRODUCES = 0.8
WAKEFUL_DAYS = 7
DAY = timedelta(days=1)
FOLLOWERS, MOST_FOLLOWED = 0.6, 14


@dataclass
class Rows:
    """What one chunk is made of."""

    posts: list[Post] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    tagged: list[PostHashtag] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)

    def save(self) -> None:
        with transaction.atomic():
            Post.objects.bulk_create(self.posts)
            Comment.objects.bulk_create(self.comments)
            Mention.objects.bulk_create(self.mentions)
            PostHashtag.objects.bulk_create(self.tagged)
            Placement.objects.bulk_create(self.placements)


class Present:
    """Who may write on one day, drawn by how much they do."""

    def __init__(self, people: Sequence[Somebody], at: datetime) -> None:
        self.people = [one for one in people if one.weight and one.is_there(at)]
        self.reached = list(accumulate(one.weight for one in self.people))

    def draw(self, chance: float) -> Somebody | None:
        if not self.people:
            return None
        return self.people[bisect.bisect(self.reached, chance * self.reached[-1])]


class Past:
    """Writes `posts` posts of `people` over `span`."""

    def __init__(
        self, wording: Wording, derived: Derived, people: list[Somebody], homes: list[Home]
    ) -> None:
        self.wording, self.derived, self.chance = wording, derived, derived.chance
        self.people, self.homes = people, homes
        self.of: dict[int, list[Home]] = {}
        for home in homes:
            for one in home.people:
                self.of.setdefault(one.member.pk, []).append(home)
        self.open = {
            home.subgroup.tag_key: home
            for home in homes
            if home.subgroup.kind == Subgroup.Kind.OPEN
        }
        self.hashtags = self.words()
        self.rows = Rows()
        self.introduced: set[int] = set()
        self.last: dict[int, datetime] = {}
        self.inside: dict[int, Present] = {}
        self.posts = self.answers = 0

    def words(self) -> dict[str, Hashtag]:
        """A row for each hashtag that may be used."""
        topics = self.wording.pieces.topics.values()
        names = [*(tag for topic in topics for tag in topic.tags)]
        names += [home.subgroup.tag for home in self.open.values()]
        rows = {text.key(name): name for name in names}
        Hashtag.objects.bulk_create(
            (
                Hashtag(id=self.derived.pk(self.people[0].member.created_at), name=name, key=key)
                for key, name in rows.items()
            ),
            ignore_conflicts=True,
        )
        return {row.key: row for row in Hashtag.objects.filter(key__in=rows)}

    def write(self, span: Span, posts: int) -> None:
        """All of it, oldest first."""
        zone = self.people[0].member.community.zone
        first, last = span.start.date(), span.end.date()
        kept = self.kept_back(posts)
        for day, number in rhythm.days(self.chance, first, last, posts - kept):
            for at in self.moments(day, number, zone, span):
                author = self.present.draw(self.chance.random()) or self.people[0]
                self.post(at, span, author)
            if len(self.rows.posts) >= CHUNK:
                self.keep()
        self.wake_up(span, kept)
        self.keep()

    def kept_back(self, posts: int) -> int:
        """One post for each subgroup, where there are many."""
        return len(self.homes) if posts > 20 * len(self.homes) else 0

    def wake_up(self, span: Span, posts: int) -> None:
        """The last days have a word in every subgroup but those that have gone quiet."""
        awake = [home for home in self.homes if home.until >= span.end and home.people]
        awake.sort(key=lambda home: self.last.get(home.subgroup.pk, span.start))
        self.present = Present(self.people, span.end)
        self.inside = {}
        for number in range(posts if awake else 0):
            at = span.end - self.chance.uniform(0.05, WAKEFUL_DAYS) * DAY
            home = awake[number % len(awake)]
            writers = [one for one in home.people if one.is_there(at)]
            self.post(at, span, self.chance.choice(writers or home.people), home)

    def moments(self, day: date, number: int, zone: ZoneInfo, span: Span) -> Iterator[datetime]:
        """Those of a day, with who is there that day."""
        drawn = rhythm.moments(self.chance, day, number, zone)
        if drawn:
            self.present = Present(self.people, drawn[0])
            self.inside = {}
        for at in drawn:
            yield min(max(at, span.start), span.end)

    def keep(self) -> None:
        self.rows.save()
        self.rows = Rows()

    def post(self, at: datetime, span: Span, author: Somebody, inside: Home | None = None) -> None:
        """One post with its answers; `inside` says where, else the author does."""
        new = author.member.pk not in self.introduced
        self.introduced.add(author.member.pk)
        home = inside or (None if new else self.home_of(author, at))
        if home:
            self.last[home.subgroup.pk] = at
        introduces = new and self.chance.random() < INTRODUCES
        manner = "introduction" if introduces else self.wording.manner()
        topic = self.chance.choice(home.topics if home else EVERYTHING)
        said = self.wording.post(
            place=home.subgroup.pk if home else "",
            topic=topic,
            manner=manner,
            tag="" if new else self.group_tag(author, home),
            person=self.somebody_else(author),
        )
        row = Post(
            id=self.derived.pk(at),
            author=author.member,
            subgroup=home.subgroup if home else None,
            source=said.source,
            html=said.html,
            published_at=at,
            submission=submission(self.posts),
        )
        self.posts += 1
        self.rows.posts.append(row)
        self.index(row, said)
        self.answer(row, author, home, (topic, manner), span)
        if new and not row.comment_count:
            self.welcome(row, author, span)

    def home_of(self, author: Somebody, at: datetime) -> Home | None:
        """One of their subgroups that is open by then and not quiet, or the common space."""
        if self.chance.random() < IN_COMMON:
            return None
        own = [
            home
            for home in self.of.get(author.member.pk, [])
            if home.subgroup.created_at <= at <= home.until
        ]
        return self.chance.choice(own) if own else None

    def group_tag(self, author: Somebody, home: Home | None) -> str:
        """The hashtag of an open subgroup of theirs, now and then, on a common post."""
        if home or self.chance.random() >= CARRIES_GROUP_TAG:
            return ""
        own = [each for each in self.of.get(author.member.pk, []) if each in self.open.values()]
        return self.chance.choice(own).subgroup.tag if own else ""

    def somebody_else(self, author: Somebody) -> tuple[str, int] | None:
        if self.chance.random() >= NAMES_SOMEBODY:
            return None
        other = self.present.draw(self.chance.random())
        if other is None or other is author:
            return None
        return other.member.alias, other.member.pk

    def index(self, row: Post, said: Said) -> None:
        """Rows for what stands in the words, as `feeds.operations.posts.index` makes them."""
        if said.person:
            self.rows.mentions.append(Mention(id=row.pk, post=row, person_id=said.person[1]))
        for n, tag in enumerate(said.tags):
            key = text.key(tag)
            more = {"post": row, "published_at": row.published_at}
            self.rows.tagged.append(PostHashtag(id=row.pk + n, hashtag=self.hashtags[key], **more))
            if row.subgroup_id is None and key in self.open:
                place = self.open[key].subgroup
                self.rows.placements.append(Placement(id=row.pk + n, subgroup=place, **more))

    def answer(
        self, row: Post, author: Somebody, home: Home | None, about: tuple[str, str], span: Span
    ) -> None:
        number = self.chance.choices(range(len(ANSWERS)), ANSWERS)[0]
        topic, manner = about
        at = row.published_at
        for said in self.wording.answers(topic=topic, manner=manner, number=number):
            at = rhythm.later(self.chance, max(at, row.published_at))
            other = self.answerer(author, home)
            if other and at < span.end and other.is_there(at):
                self.comment(row, other.member, said, at)
        if row.comment_count and manner != "silence" and self.chance.random() < ANSWERED_BACK:
            back = min(rhythm.later(self.chance, self.rows.comments[-1].published_at), span.end)
            if author.is_there(back):
                self.comment(row, author.member, self.wording.reply(), back)

    def welcome(self, row: Post, author: Somebody, span: Span) -> None:
        """The owner answers a first post that nobody else did."""
        owner, at = self.people[0], rhythm.later(self.chance, row.published_at)
        if owner is not author and at < span.end:
            said = self.wording.answers(topic="quiet", manner="introduction", number=1)[0]
            self.comment(row, owner.member, said, at)

    def answerer(self, author: Somebody, home: Home | None) -> Somebody | None:
        """Somebody of the same subgroup, else anybody; never the author."""
        present = self.present
        if home:
            if home.subgroup.pk not in self.inside:
                here = [each for each in home.people if each in self.present.people]
                self.inside[home.subgroup.pk] = Present(here, self.rows.posts[-1].published_at)
            present = self.inside[home.subgroup.pk]
        other = present.draw(self.chance.random())
        return None if other is author else other

    def comment(self, row: Post, member: Membership, said: Said, at: datetime) -> None:
        self.rows.comments.append(
            Comment(
                id=self.derived.pk(at),
                post=row,
                author=member,
                source=said.source,
                html=said.html,
                published_at=at,
                submission=submission(self.answers),
            )
        )
        row.comment_count += 1
        self.answers += 1


def follow(people: Sequence[Somebody], derived: Derived, span: Span) -> None:
    """Most keep a few near; whom, nobody learns."""
    chance = derived.chance
    writers = [one.member for one in people if one.weight and one.member.left_at is None]
    rows = []
    for one in people:
        if one.member.left_at or len(writers) < MOST_FOLLOWED or chance.random() > FOLLOWERS:
            continue
        near = chance.sample(writers, chance.randint(2, MOST_FOLLOWED))
        rows += [
            Follow(id=derived.pk(span.end), follower=one.member, followee=other, since=span.end)
            for other in near
            if other.pk != one.member.pk
        ]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)
