"""Each private thing carries a word of its own; crawling all surfaces as each role, nobody finds
a word that is not theirs."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import exports, fresh
from communities.models import Application, ApplicationReply, AuditEntry, Line, Membership
from communities.operations import invite_address, record, remove_member
from core import clock, due, live
from core.tenancy import community_scope
from feeds import operations as feeds
from feeds.models import Comment, Hashtag, Post
from profiles import operations as profiles
from tests.conftest import Cast
from tests.factories import MembershipFactory, PostFactory
from tests.invariants.rows import OUTSIDE, ROWS
from tests.invariants.rows.base import EVERYBODY

pytestmark = pytest.mark.django_db

READERS = {"owner", "specialist", "curator", "member", "insider", "reading_only"}
STAFF = {"owner", "specialist"}
LEADERS = {"owner", "curator"}
QUIET = {"owner", "curator", "insider"}
ATTIC = {"owner", "insider"}
# Of the insider: the curator shares subgroups with them, the owner does not.
SEEN = {"me": {"insider"}, "subgroups": {"insider", "curator"}, "community": READERS}


@dataclass(frozen=True)
class Canary:
    """`word` may be found by `roles` and nobody else."""

    what: str
    word: str
    roles: set[str]


def planted(cast: Cast) -> list[Canary]:
    """Write one of everything private through the operations people use."""
    found: list[Canary] = []

    def word(what: str, roles: set[str]) -> str:
        canary = Canary(what, f"canary{uuid4().hex[:12]}", roles)
        found.append(canary)
        return canary.word

    def post(what: str, roles: set[str], subgroup: Any) -> Post:
        body = f"{word(what, roles)} @Iris #{word(f'hashtag of a {what}', roles)}"
        return feeds.create_post(
            actor=cast.insider, subgroup=subgroup, body=body, submission=uuid4()
        )

    def comment(what: str, roles: set[str], on: Post) -> Comment:
        return feeds.create_comment(
            actor=cast.insider, post=on, body=word(what, roles), submission=uuid4()
        )

    with community_scope(cast.community):
        common = post("common post", READERS, None)
        comment("common comment", READERS, common)
        quiet = post("closed post", QUIET, cast.quiet)
        comment("closed comment", QUIET, quiet)
        attic = post("hidden subgroup's post", ATTIC, cast.attic)
        comment("hidden subgroup's comment", ATTIC, attic)
        gone = post("post hidden by staff", STAFF | {"insider"}, None)
        reason = word("reason for hiding", STAFF | {"insider"})
        feeds.hide_post(actor=cast.owner, post=gone, reason=reason)
        Line.objects.create(author=cast.member, body=word("line", {"owner", "member"}))
        reason = word("audit reason", {"owner", "member"})
        record(actor=cast.owner, action="place_member", concerns=cast.member, reason=reason)
        names(cast, word)
        profile(cast, word)
        letting_in(cast, word)
    parting(cast, word)
    elsewhere(cast, word)
    return found


def profile(cast: Cast, word: Callable[[str, set[str]], str]) -> None:
    """Lines of the insider, one for each visibility."""
    for visibility, roles in SEEN.items():
        profiles.add_line(
            actor=cast.insider,
            label=word(f"label of a line for {visibility}", roles),
            text=word(f"line for {visibility}", roles),
            visibility=visibility,
        )


def names(cast: Cast, word: Callable[[str, set[str]], str]) -> None:
    """Names that must not be learned: of a hidden subgroup, of one who has not paid, e-mails."""
    cast.attic.name = word("hidden subgroup's name", ATTIC)
    cast.attic.tag = word("hidden subgroup's hashtag", ATTIC)
    cast.attic.tag_key = cast.attic.tag
    cast.attic.save()
    cast.quiet.tag = word("closed subgroup's hashtag", QUIET)
    cast.quiet.tag_key = cast.quiet.tag
    cast.quiet.save()
    cast.newcomer.take_alias(word("newcomer's alias", {"newcomer"}))
    cast.newcomer.save()
    for role, who in cast.everybody().items():
        if who is not None:
            who.user.email = f"{word(f'e-mail of {role}', {role, 'owner'})}@example.org"
            who.user.save()
            who.user.emailaddress_set.update(email=who.user.email)


def letting_in(cast: Cast, word: Callable[[str, set[str]], str]) -> None:
    """Whom staff has invited, and who asks to come in."""
    invite_address(actor=cast.owner, address=f"{word('invited address', STAFF)}@example.org")
    alias = word("applicant's alias", STAFF)
    applicant = MembershipFactory(
        community=cast.community, newcomer=True, state="applying", alias=alias
    )
    asked = Application.objects.create(
        membership=applicant, answers=[["Why?", word("answer", STAFF)]]
    )
    ApplicationReply.objects.create(application=asked, answer="talk", words=word("reply", STAFF))


def parting(cast: Cast, word: Callable[[str, set[str]], str]) -> None:
    """Announced to one who is here: the owner reads the reason too, the words nobody else."""
    with community_scope(cast.community):
        remove_member(
            actor=cast.owner,
            member=cast.insider,
            reason=word("reason for parting", {"owner", "insider"}),
            words=word("words at parting", {"insider"}),
            turn_to=word("where to turn at parting", {"insider"}),
            day=clock.now().date() + timedelta(days=5),
        )


def elsewhere(cast: Cast, word: Callable[[str, set[str]], str]) -> None:
    with community_scope(cast.elsewhere):
        body = word("post of another community", {"outsider"})
        PostFactory(author=cast.outsider, source=body, html=f"<p>{body}</p>")
        cast.outsider.take_alias(word("alias in another community", {"outsider"}))
        cast.outsider.save()


def pages(cast: Cast, role: str, client: Client) -> Iterator[tuple[str, bytes]]:
    """Every address that can be asked for, at every post there is."""
    for row in [row for row in ROWS if row.method == "get"]:
        slug = {} if row in OUTSIDE else {"slug": cast.community.slug}
        url = reverse(row.name, kwargs=slug | row.arguments(cast))
        yield body(url, client)
    with community_scope(cast.community):
        posts = list(Post.objects.values_list("pk", flat=True))
        comments = list(Comment.objects.values_list("pk", flat=True))
    yield own_copy(cast.everybody()[role], client)
    for pk in posts:
        for name in ("feeds:post", "feeds:menu", "feeds:comments_newer"):
            url = reverse(name, args=[cast.community.slug, pk])
            yield body(url, client)
            yield body(url, client, {"HX-Request": "true"})
    for pk in comments:
        yield body(reverse("feeds:comment_menu", args=[cast.community.slug, pk]), client)


def tag_pages(cast: Cast, client: Client) -> Iterator[tuple[str, bytes]]:
    """What is told of hashtags. Their addresses hold words, which `tests/config/test_logs.py`
    keeps out of the log."""
    with community_scope(cast.community):
        tags = list(Hashtag.objects.values_list("key", flat=True))
    for tag in tags:
        yield body(reverse("feeds:tag", args=[cast.community.slug, tag]), client)
    offers = reverse("feeds:suggest_tags", args=[cast.community.slug])
    for typed in ("canary", "at", "qu"):
        yield body(f"{offers}?q={typed}", client)


def own_copy(who: Membership | None, client: Client) -> tuple[str, bytes]:
    """The archive a person gets of their own words, unpacked."""
    if who is None:
        return "export", b""
    exports.ask(user=who.user)
    due.sweep("accounts.Export")
    confirmed = client.session
    fresh.confirm(confirmed)
    confirmed.save()
    response = client.get(reverse("export_file"))
    archive = zipfile.ZipFile(response.headers["X-Sendfile"])
    return "export", b"".join(archive.read(name) for name in archive.namelist())


def body(url: str, client: Client, headers: dict[str, str] | None = None) -> tuple[str, bytes]:
    return url, client.get(url, headers=headers).content


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_page_shows_a_word_that_is_not_theirs(
    role: str, cast: Cast, client_of: Callable[[Membership | None], Client]
) -> None:
    canaries = planted(cast)
    client = client_of(cast.everybody()[role])
    theirs, seen = {c.word for c in canaries if role in c.roles}, set()
    leaks = []
    for url, body in chain(pages(cast, role, client), tag_pages(cast, client)):
        for canary in canaries:
            if canary.word.encode() in body:
                seen.add(canary.word)
                if canary.word not in theirs:
                    leaks.append((canary.what, url))
    assert leaks == []
    if role in READERS:
        assert {c.word for c in canaries if c.what == "common post"} <= seen


def frames(cast: Cast, viewer: live.Viewer) -> str:
    """All that the sockets would be sent of every post and comment."""
    sent = []
    posts = list(Post.objects.values_list("pk", flat=True))
    comments = list(Comment.objects.values_list("pk", "post"))
    keys = [f"all.{cast.community.pk}", f"subgroup.{cast.quiet.pk}", f"subgroup.{cast.attic.pk}"]
    for key in keys:
        for kind in ("new", "changed"):
            for pk in posts:
                topic = live.topics["feeds.stream"]
                sent.append(topic.frames(key, kind, [pk], {viewer}))
    for pk, post in comments:
        sent.append(live.topics["feeds.post"].frames(str(post), "new", [pk], {viewer}))
    return str(sent)


@pytest.mark.parametrize("role", sorted(READERS))
def test_no_frame_carries_a_word_that_is_not_theirs(role: str, cast: Cast) -> None:
    canaries = planted(cast)
    who = cast.everybody()[role]
    with community_scope(cast.community):
        sent = frames(cast, live.Viewer(who.pk, "en", "UTC"))
    assert [c.what for c in canaries if c.word in sent and role not in c.roles] == []
    assert [c.what for c in canaries if c.what == "common post" and c.word in sent]


def test_no_letter_carries_any_word(cast: Cast, travel: Any) -> None:
    canaries = planted(cast)
    noon = clock.now().replace(hour=12) - clock.now()
    travel(noon % (noon.resolution * 86_400_000_000))
    travel(noon.resolution * 600_000_000)
    due.sweep()
    assert mail.outbox
    for letter in mail.outbox:
        whole = f"{letter.subject} {letter.body}"
        assert [c.what for c in canaries if c.word in whole] == []


def test_no_log_line_carries_any_word(
    cast: Cast, client_of: Callable[[Membership | None], Client], capsys: Any, caplog: Any
) -> None:
    caplog.set_level("DEBUG")
    canaries = planted(cast)
    url = reverse("feeds:post_create", args=[cast.community.slug])
    client_of(cast.member).post(url, {"body": canaries[0].word, "submission": "no uuid"})
    list(pages(cast, "owner", client_of(cast.owner)))
    said = caplog.text + "".join(capsys.readouterr())
    assert [c.what for c in canaries if c.word in said] == []


def test_audit_rows_are_never_changed(cast: Cast) -> None:
    with community_scope(cast.community):
        entry = record(actor=cast.owner, action="change_community")
        entry.reason = "another"
        with pytest.raises(TypeError):
            entry.save()
        assert AuditEntry.objects.get().reason == ""
