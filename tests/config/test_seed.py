"""The seed: the same each time, believable, true to every invariant, and never row by row."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext

from billing.models import HandPayment, PlaceRequest
from communities.models import Community, Line, Membership
from config.management.commands.check_invariants import CHECKS
from config.management.commands.seed import STORIES
from config.seeds import PERSONS, SIZES
from config.seeds.pieces import PIECES
from config.seeds.telling import sending
from config.seeds.wording import MANNERS, Wording
from core import clock, text
from core.tenancy import across_communities, community_scope
from feeds.models import Comment, Follow, Mention, Placement, Post
from subgroups.models import Subgroup, SubgroupMembership

SMALL = {"members": 60, "subgroups": 11, "posts": 300, "years": 1}
SLUGS = {"ru": "zaimka", "en": "lantern"}


@pytest.fixture(params=["ru", "en"])
def seeded(request: Any, db: None) -> Iterator[Community]:
    call_command("seed", language=request.param, **SMALL)
    community = Community.objects.get(slug=SLUGS[request.param])
    with community_scope(community):
        yield community


def told(language: str) -> dict[str, Any]:
    """Everything a seed makes, with aliases instead of ids given by chance."""
    call_command("seed", language=language, **SMALL)
    with community_scope(Community.objects.get(slug=SLUGS[language])):
        names = dict(Membership.objects.values_list("pk", "alias"))
        story = {sending(STORIES[language], words.text) for words in STORIES[language].words}
        past = Post.objects.exclude(submission__in=story).order_by("published_at", "submission")
        rows = past.values_list("pk", "source", "published_at", "author", "subgroup__name")
        return {
            "posts": [
                (pk, text.editable(s, people=names), at, names[w], r) for pk, s, at, w, r in rows
            ],
            "answers": sorted(
                (pk, source, names[who])
                for pk, source, who in Comment.objects.filter(
                    post__in=past.values("pk")
                ).values_list("pk", "source", "author")
            ),
            "people": sorted(
                Membership.objects.values_list(
                    "alias", "state", "joined_at", "left_at", "full_until"
                )
            ),
            "rooms": sorted(
                SubgroupMembership.objects.values_list(
                    "subgroup__name", "membership__alias", "role"
                )
            ),
            "money": sorted(
                HandPayment.objects.values_list("pk", "amount", "period_end", "form_key")
            ),
            "near": sorted(Follow.objects.values_list("follower__alias", "followee__alias")),
        }


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_same_arguments_make_the_same_data(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    with transaction.atomic():
        first = told(language)
        transaction.set_rollback(True)
    again = told(language)
    assert {name: again[name] == first[name] for name in first} == dict.fromkeys(first, True)
    assert len(first["posts"]) + len(STORIES[language].words) == SMALL["posts"]


def test_invariants_hold(seeded: Community) -> None:
    with across_communities("invariants hold over the whole installation"):
        assert [line for check in CHECKS for line in check()] == []


def test_there_is_as_much_as_was_asked_for(seeded: Community) -> None:
    assert Post.objects.count() == SMALL["posts"]
    assert Subgroup.objects.filter(for_staff=False).count() == SMALL["subgroups"]
    gone = Membership.objects.filter(state=Membership.State.LEFT).count()
    assert Membership.objects.present().count() + gone == SMALL["members"]
    assert gone
    kinds = set(Subgroup.objects.filter(for_staff=False).values_list("kind", flat=True))
    assert kinds >= {"open", "closed"}
    assert Mention.objects.exists()
    assert Placement.objects.exists()
    assert Follow.objects.exists()
    assert not Post.objects.annotate(n=Count("comments")).exclude(n=F("comment_count")).exists()


@pytest.mark.django_db
def test_no_query_for_each_row() -> None:
    """Five times the posts cost a few batches more, not five times the queries."""
    counted = []
    for posts in (200, 1_000):
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            call_command("seed", language="en", members=50, subgroups=7, posts=posts, years=1)
            transaction.set_rollback(True)
        counted.append(len(asked))
    assert counted[1] - counted[0] < 800 / 5


def test_the_newest_page_is_hand_written(seeded: Community) -> None:
    story = STORIES[seeded.language]
    written = {sending(story, words.text) for words in story.words}
    newest = Post.objects.newest_first().values_list("submission", flat=True)[:20]
    assert set(newest) <= written
    assert not Post.objects.filter(published_at__gt=clock.now()).exists()


def test_activity_is_uneven(seeded: Community) -> None:
    by_author = Counter(Post.objects.values_list("author", flat=True))
    most = sum(number for _, number in by_author.most_common(len(by_author) // 4))
    assert most > SMALL["posts"] * 0.4
    assert len(by_author) < SMALL["members"] * 0.8


def test_answers_come_under_old_posts_too(seeded: Community) -> None:
    late = Comment.objects.filter(published_at__gt=F("post__published_at") + timedelta(days=14))
    assert late.exists()
    early = Comment.objects.filter(published_at__lt=F("post__published_at"))
    assert not early.exists()


def test_neighbours_on_a_page_do_not_repeat(seeded: Community) -> None:
    streams: dict[Any, list[list[str]]] = {"all": []}
    for source, room in Post.objects.newest_first().values_list("source", "subgroup"):
        said = [part for part in source.split("\n\n") if not part.startswith("#")]
        streams["all"].append(said)
        streams.setdefault(room, []).append(said)
    for name, posts in streams.items():
        for start in range(0, len(posts), 20):
            page = [part for said in posts[start : start + 20] for part in said]
            assert [part for part, n in Counter(page).items() if n > 1] == [], name


def test_nobody_answers_where_they_may_not_read(seeded: Community) -> None:
    shut = Comment.objects.filter(post__subgroup__kind__in=("closed", "hidden"))
    shut = shut.exclude(author__role=Membership.Role.OWNER)
    for post, author in shut.values_list("post__subgroup", "author"):
        assert SubgroupMembership.objects.filter(subgroup=post, membership=author).exists()


def test_each_situation_is_true(seeded: Community) -> None:
    """What the four find on the morning they are looked through."""
    story, now = STORIES[seeded.language], clock.now()
    behind = Membership.objects.present().filter(full_until__lt=now, read_until__gt=now)
    assert behind.exists()
    assert PlaceRequest.objects.waiting().exists()
    housed = SubgroupMembership.objects.present().values("membership")
    assert Membership.objects.present().exclude(pk__in=housed).exists()
    waits = Post.objects.get(author__alias=story.newcomer)
    assert waits.comment_count == 0
    assert now - timedelta(days=3) < waits.published_at < now - timedelta(days=1)
    silent = Subgroup.objects.exclude(posts__published_at__gt=now - timedelta(days=30))
    assert silent.filter(kind="open").exists()
    assert Line.objects.filter(seen_at=None).exists()
    assert SubgroupMembership.objects.filter(asked=True, left_at=None).exists()
    member = Membership.objects.get(alias=story.member)
    assert Post.objects.filter(author=member, published_at__gt=now - timedelta(days=1)).exists()
    assert Mention.objects.filter(person=member).exists()


@pytest.mark.django_db
def test_one_person_is_in_both_under_unrelated_aliases() -> None:
    for language in ("ru", "en"):
        call_command("seed", language=language, members=14, subgroups=3, posts=30, years=1)
    with across_communities("a person of two communities"):
        places = Membership.objects.filter(user__email="member.ru@demo.example")
        assert set(places.values_list("community__slug", "alias")) == {
            ("zaimka", "Полевая_мышь"),
            ("lantern", "NorthWindow"),
        }


@pytest.mark.django_db
def test_the_four_are_there_and_prices_are_in_two_ways() -> None:
    call_command("seed", language="ru", members=14, subgroups=3, posts=30, years=1)
    with community_scope(Community.objects.get(slug="zaimka")):
        found = {(m.user.email, m.role) for m in Membership.objects.exclude(user=None)}
        assert not Membership.objects.filter(welcome_due=True).exists()
    emails = {person.email for person in PERSONS["ru"]} - {"newcomer.ru@demo.example"}
    assert emails <= {email for email, _role in found}
    assert {("RUB", "hand"), ("EUR", "card")} <= {(c, w) for c, _amount, w in STORIES["ru"].prices}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"years": 0}, {"years": 10}, {"posts": -1}, {"members": -1}, {"subgroups": -2}]
)
def test_senseless_numbers_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="not negative"):
        call_command("seed", language="ru", **wrong)
    assert not Community.objects.exists()


@pytest.mark.django_db
def test_a_second_seed_is_refused_and_once_means_once() -> None:
    call_command("seed", language="en", members=14, subgroups=3, posts=30, years=1)
    with pytest.raises(CommandError, match="there already"):
        call_command("seed", language="en", posts=30)
    call_command("seed", once=True)
    assert Community.objects.count() == 1


@pytest.mark.parametrize("language", ["ru", "en"])
def test_words_are_stored_as_if_they_had_been_typed(language: str) -> None:
    """The bulk path leaves the parser out; it must not show."""
    wording = Wording(PIECES[language], random.Random(1))
    people = {text.key("Рябь_2"): 77}
    for manner in (*MANNERS, "introduction"):
        for topic in PIECES[language].topics:
            said = wording.post(
                place=topic, topic=topic, manner=manner, tag="север", person=("Рябь_2", 77)
            )
            rendered = text.render(said.typed, person=people.get)
            assert said.html == rendered.html
            assert said.source == text.hold(said.typed, person=people.get)
            assert [pk for _, pk in filter(None, [said.person])] == rendered.people
            assert [text.key(tag) for tag in said.tags] == [key for _, key in rendered.hashtags]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_there_are_several_hundred_pieces_and_none_twice(language: str) -> None:
    pieces = PIECES[language]
    lines = [
        line
        for topic in pieces.topics.values()
        for line in (*topic.facts, *topic.inside, *topic.questions, *topic.answers)
    ]
    lines += [line for m in pieces.manners.values() for line in (*m.lines, *m.answers)]
    lines += [*pieces.openings, *pieces.endings, *pieces.mentions, *pieces.answers, *pieces.replies]
    assert len(lines) > 400
    assert [line for line, n in Counter(lines).items() if n > 1] == []
    assert [line for line in lines if text.NAMES.search(line)] == []


def test_aliases_and_hashtags_of_the_pieces_are_allowed() -> None:
    for pieces in PIECES.values():
        names = [f"{a}_{b}" for a in pieces.aliases[0] for b in pieces.aliases[1]]
        assert all(text.is_alias(name) for name in names)
        tags = {tag for topic in pieces.topics.values() for tag in topic.tags}
        tags |= {room.tag for room in pieces.rooms}
        assert all(text.HASHTAG_PATTERN.fullmatch(tag) for tag in tags)
        assert len({text.key(room.tag) for room in pieces.rooms}) == len(pieces.rooms)
    assert SIZES["ru"].members == 350
