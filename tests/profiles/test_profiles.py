"""What people show of themselves, and to whom; taken back it is gone everywhere."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from communities.models import Membership
from communities.operations import block, leave
from communities.queries.apart import forget_apart
from core.permissions import ReadingOnly, Refused
from core.tenancy import community_scope
from feeds.cards import post_cards
from feeds.queries import Audiences, page_of, stream_named
from files.models import Attachment
from files.pictures import Picture
from profiles import operations
from profiles.export import own_data, own_files
from profiles.models import ProfileLine, ProfilePicture
from profiles.queries import shown_to
from subgroups.operations import move_out
from tests.conftest import Cast
from tests.feeds.drawing import drawn
from tests.feeds.writing import reply, say

Clients = Callable[[Membership | None], Client]


def line(actor: Membership, visibility: str, text: str = "I like rain") -> ProfileLine:
    return operations.add_line(actor=actor, label="About me", text=text, visibility=visibility)


def picture(actor: Membership, visibility: str) -> ProfilePicture:
    out = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "WEBP")
    return operations.set_picture(
        actor=actor, picture=Picture(out.getvalue(), 4, 4), visibility=visibility
    )


def seers(here: Cast, person: Membership) -> set[str]:
    """Role names of those to whom `person` shows a line, `person` aside."""
    found = {name for name, who in here.everybody().items() if who and shows(who, person)}
    return found - {"outsider"}


def shows(who: Membership, person: Membership) -> bool:
    return who != person and bool(shown_to(who, person).lines)


def test_a_new_profile_is_empty(here: Cast) -> None:
    assert shown_to(here.member, here.insider) == ([], None)


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        ("me", set()),
        ("subgroups", {"curator"}),
        (
            "community",
            {
                "owner",
                "specialist",
                "curator",
                "member",
                "reading_only",
                "lapsed",
                "newcomer",
                "left",
            },
        ),
    ],
)
def test_each_line_has_its_own_visibility(here: Cast, visibility: str, expected: set[str]) -> None:
    """Pages let in readers alone; staff sees no more than others."""
    line(here.insider, visibility)
    assert seers(here, here.insider) == expected
    assert shown_to(here.insider, here.insider).lines


def test_subgroups_means_those_shared_now(here: Cast) -> None:
    line(here.insider, "subgroups")
    for subgroup in (here.north, here.quiet):
        move_out(actor=here.owner, subgroup=subgroup, member=here.insider)
    assert seers(here, here.insider) == set()


def test_whom_one_blocked_and_who_is_gone_see_and_show_nothing(here: Cast) -> None:
    line(here.insider, "community")
    block(actor=here.insider, person=here.member)
    forget_apart(here.member)
    assert "member" not in seers(here, here.insider)
    leave(actor=here.insider)
    assert seers(here, here.insider) == set()


def test_taken_back_it_stays_with_its_owner_alone(here: Cast) -> None:
    mine = line(here.member, "community")
    operations.take_line_back(actor=here.member, line=mine)
    assert seers(here, here.member) == set()
    operations.change_line(
        actor=here.member, line=mine, label="Me", text="Snow", visibility="community"
    )
    assert [row.text for row in shown_to(here.owner, here.member).lines] == ["Snow"]
    operations.delete_line(actor=here.member, line=mine)
    assert not ProfileLine.objects.exists()


def test_a_profile_is_its_owners_alone(here: Cast) -> None:
    mine = line(here.member, "community")
    for other in (here.owner, here.insider):
        with pytest.raises(Refused):
            operations.take_line_back(actor=other, line=mine)
        with pytest.raises(Refused):
            operations.change_line(actor=other, line=mine, label="a", text="b", visibility="me")


def test_who_may_only_read_takes_back_but_does_not_show(here: Cast) -> None:
    mine = ProfileLine.objects.create(
        person=here.reading_only, label="a", text="b", visibility="community"
    )
    operations.take_line_back(actor=here.reading_only, line=mine)
    with pytest.raises(ReadingOnly):
        line(here.reading_only, "community")


def test_twelve_lines_are_the_most(here: Cast) -> None:
    for _ in range(operations.MOST_LINES):
        line(here.member, "me")
    with pytest.raises(operations.TooManyLines):
        line(here.member, "me")


def test_another_picture_takes_the_place_and_the_file_goes(here: Cast, committed: Any) -> None:
    first = picture(here.member, "community").attachment.full_path
    with committed():
        second = picture(here.member, "community").attachment.full_path
    assert (first.exists(), second.exists()) == (False, True)
    with committed():
        operations.delete_picture(
            actor=here.member, picture=ProfilePicture.objects.get(person=here.member)
        )
    assert not second.exists()
    assert not Attachment.objects.exists()


def test_beside_posts_stands_only_what_all_see(here: Cast) -> None:
    shown = picture(here.member, "subgroups")
    say(here.member)

    def card() -> str:
        stream = stream_named("all", None, here.owner)
        found = page_of(stream, here.owner, Audiences()).posts
        return post_cards(found, here.community)[0]

    assert "/face/" not in card()
    operations.show_picture(actor=here.member, picture=shown, visibility="community")
    assert "/face/" in card()
    operations.show_picture(actor=here.member, picture=shown, visibility="me")
    assert "/face/" not in card()


def test_the_own_export_holds_lines_and_picture(here: Cast) -> None:
    line(here.member, "me", "canary")
    picture(here.member, "me")
    mine = own_data(here.member)
    assert mine["lines"][0]["text"] == "canary"
    assert mine["picture"] == [
        {"visibility": "me", "seen_by": "Only me", "file": "pictures/profile.webp"}
    ]
    assert [name for name, path in own_files(here.member)] == ["pictures/profile.webp"]
    assert own_data(here.owner) == {"lines": [], "picture": []}


def at(here: Cast, name: str, *args: Any) -> str:
    return reverse(f"profiles:{name}", args=[here.community.slug, *args])


def test_the_page_takes_lines_and_shows_them_to_whom_they_are_for(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of(cast.insider)
    sent = {"label": "About me", "text": "https://example.org/me", "visibility": "subgroups"}
    assert client.post(at(cast, "line_add"), sent).url == at(cast, "index")
    assert "People of my subgroups" in client.get(at(cast, "index")).text
    page = reverse("feeds:person", args=[cast.community.slug, cast.insider.pk])
    assert "https://example.org/me" in client_of(cast.curator).get(page).text
    for other in (cast.member, cast.owner, cast.specialist):
        assert "https://example.org/me" not in client_of(other).get(page).text


def test_a_refused_line_keeps_what_was_typed(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    sent = {"label": "", "text": "I like rain", "visibility": "me"}
    answer = client.post(at(cast, "line_add"), sent)
    assert answer.status_code == 422
    assert "I like rain" in answer.text
    with community_scope(cast.community):
        mine = line(cast.member, "me")
    answer = client.post(at(cast, "line_change", mine.pk), sent)
    assert answer.status_code == 422
    assert client.get(at(cast, "line_add")).status_code == 405


def test_too_many_lines_are_said(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        for _ in range(operations.MOST_LINES):
            line(cast.member, "me")
    sent = {"label": "a", "text": "b", "visibility": "me"}
    answer = client_of(cast.member).post(at(cast, "line_add"), sent)
    assert answer.status_code == 422
    assert "Twelve lines" in answer.text


def test_a_picture_is_sent_shown_and_taken_back(cast: Cast, client_of: Clients) -> None:
    client, other = client_of(cast.member), client_of(cast.owner)
    sent = {"picture": drawn(), "visibility": "community"}
    assert client.post(at(cast, "picture_set"), sent).url == at(cast, "index")
    face = at(cast, "face", cast.member.pk)
    seen = other.get(face)
    assert seen.headers["X-Sendfile"].endswith(".webp")
    assert seen.headers["Cache-Control"] == "private, no-store"
    client.post(at(cast, "picture_show"), {"visibility": "me"})
    assert other.get(face).headers["Content-Type"] == "image/svg+xml"
    assert "X-Sendfile" in client.get(face).headers
    assert client.post(at(cast, "picture_show"), {"visibility": "all"}).status_code == 422
    client.post(at(cast, "picture_delete"))
    assert client.get(face).headers["Content-Type"] == "image/svg+xml"


def test_no_picture_and_a_full_disk_are_said(
    cast: Cast, client_of: Clients, settings: Any, tmp_path: Any
) -> None:
    client = client_of(cast.member)
    assert client.post(at(cast, "picture_set"), {"visibility": "me"}).status_code == 422
    (tmp_path / "full").write_text("a file, no folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    answer = client.post(at(cast, "picture_set"), {"picture": drawn(), "visibility": "me"})
    assert answer.status_code == 422
    assert "try again later" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_answers_with_pictures_ask_as_often_for_one_as_for_three(
    cast: Cast, client_of: Clients, count: int, django_assert_num_queries: Any
) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
        for who in (cast.insider, cast.curator, cast.owner)[:count]:
            reply(who, post)
            picture(who, "community")
    client = client_of(cast.member)
    url = reverse("feeds:post", args=[cast.community.slug, post.pk])
    client.get(url)
    with django_assert_num_queries(11):
        assert client.get(url).text.count("/face/") == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_one_line_as_for_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        line(here.insider, "community")
    here.member.is_apart = False
    with django_assert_num_queries(2):
        assert len(shown_to(here.member, here.insider).lines) == count
