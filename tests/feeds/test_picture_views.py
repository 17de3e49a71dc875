"""Pictures in the browser: sent with a post, shown in it, fetched by whoever may see it."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import exports
from communities.models import Membership
from communities.operations import leave
from core import due
from core.tenancy import community_scope
from feeds.models import Post, PostPicture
from feeds.operations import create_post, hide_post
from files.models import Attachment
from subgroups.models import Subgroup
from subgroups.operations import move_out
from tests.conftest import Cast
from tests.feeds.drawing import described, drawn

Clients = Callable[[Membership | None], Client]
HTMX = {"HX-Request": "true"}


def url(cast: Cast, rest: str) -> str:
    return f"/c/{cast.community.slug}/{rest}"


def send(client: Client, cast: Cast, *pictures: Any, **fields: Any) -> Any:
    typed = {"body": "Look", "submission": str(uuid4()), "place": "common"} | fields
    headers = typed.pop("headers", HTMX)
    return client.post(url(cast, "posts/"), typed | {"pictures": pictures}, headers=headers)


def picture_in(cast: Cast, place: Subgroup | None = None) -> str:
    """The address of a picture that the insider has posted."""
    with community_scope(cast.community):
        post = create_post(
            actor=cast.insider,
            subgroup=place,
            body="Look",
            submission=uuid4(),
            pictures=[described()],
        )
        return url(cast, f"pictures/{post.pictures.get().code}/")


def test_a_post_shows_its_pictures_with_their_words(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    answer = send(client, cast, drawn(), drawn(), alt=["a <river>", ""])
    assert answer.status_code == 200
    with community_scope(cast.community):
        first, second = PostPicture.objects.order_by("position")
    shown = re.findall(r"<img[^>]+>", answer.text)
    assert f'src="{url(cast, f"pictures/{first.code}/")}"' in shown[0]
    assert 'width="40"' in shown[0]
    assert 'height="20"' in shown[0]
    assert 'alt="a &lt;river&gt;"' in shown[0]
    assert 'alt="Picture without a description"' in shown[1]
    for page in ("feed/all/", f"posts/{first.post.code}/"):
        text = client.get(url(cast, page)).text
        assert shown[0] in text
        assert shown[1] in text
    assert client.get(url(cast, f"pictures/{second.code}/")).status_code == 200


def test_without_script_one_description_goes_with_all(cast: Cast, client_of: Clients) -> None:
    answer = send(client_of(cast.member), cast, drawn(), drawn(), alt="the shore", headers={})
    assert answer.status_code == 302
    with community_scope(cast.community):
        assert {row.alt for row in Attachment.objects.all()} == {"the shore"}


def test_what_is_stored_is_written_anew(cast: Cast, client_of: Clients) -> None:
    send(client_of(cast.member), cast, drawn())
    with community_scope(cast.community):
        row = Attachment.objects.get()
    assert row.content_type == "image/webp"
    assert row.full_path.read_bytes()[8:12] == b"WEBP"


REFUSED = {
    "no text": ([drawn()], {"body": "  "}),
    "no place": ([drawn()], {"place": ""}),
    "too many": ([drawn(f"{n}.jpg") for n in range(5)], {}),
    "not a picture": ([drawn(), SimpleUploadedFile("notes.jpg", b"<svg/>")], {}),
    "words too long": ([drawn()], {"alt": "я" * 501}),
    "cut on the way": ([SimpleUploadedFile("cut.jpg", drawn().read()[:90])], {}),
}


@pytest.mark.parametrize("why", REFUSED)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_form_keeps_the_words_and_asks_for_the_pictures_again(
    cast: Cast, client_of: Clients, settings: Any, why: str, headers: dict[str, str]
) -> None:
    pictures, fields = REFUSED[why]
    for picture in pictures:
        picture.seek(0)
    typed = {"alt": ["a river", "a hill"], "headers": headers} | fields
    answer = send(client_of(cast.insider), cast, *pictures, **typed)
    assert answer.status_code == 422
    assert "choose the pictures again" in answer.text
    assert typed.get("body", "Look") in answer.text
    for alt in [typed["alt"]] if isinstance(typed["alt"], str) else typed["alt"]:
        assert f'value="{alt}"' in answer.text
    with community_scope(cast.community):
        assert not Post.objects.exists()
        assert not Attachment.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_picture_that_is_too_large_is_named(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("files.pictures.MOST_PIXELS", 100)
    answer = send(client_of(cast.member), cast, drawn("shore.jpg"))
    assert answer.status_code == 422
    assert "«shore.jpg» is too large" in answer.text


def test_a_full_disk_says_so_and_keeps_the_words(
    cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = send(client_of(cast.member), cast, drawn(), body="Do not lose me")
    assert answer.status_code == 422
    assert "could not be stored" in answer.text
    assert "Do not lose me</textarea>" in answer.text


def test_each_fault_leads_to_a_field_that_is_there(cast: Cast, client_of: Clients) -> None:
    wrong = {"body": "", "place": "", "alt": "я" * 501}
    page = send(client_of(cast.insider), cast, SimpleUploadedFile("x", b"x"), **wrong).text
    led = re.findall(r'<a href="#(\w+)">', page)
    assert led == ["id_body", "id_place", "id_pictures", "id_alt"]
    for name in led:
        assert re.search(rf'<(input|textarea)[^>]*\bid="{name}"', page), name


def test_sending_twice_keeps_one_picture(cast: Cast, client_of: Clients) -> None:
    client, same = client_of(cast.member), str(uuid4())
    for _ in range(2):
        assert send(client, cast, drawn(), submission=same).status_code == 200
    with community_scope(cast.community):
        assert (
            Post.objects.count() == PostPicture.objects.count() == Attachment.objects.count() == 1
        )


def test_another_picture_under_the_same_words_is_offered_as_new(
    cast: Cast, client_of: Clients
) -> None:
    client, same = client_of(cast.member), str(uuid4())
    send(client, cast, drawn(), submission=same)
    changed = send(client, cast, drawn(size=(30, 30)), submission=same)
    assert changed.status_code == 422
    assert same not in changed.text


def test_reading_only_leaves_no_picture(cast: Cast, client_of: Clients) -> None:
    assert send(client_of(cast.reading_only), cast, drawn()).status_code == 403
    with community_scope(cast.community):
        assert not Attachment.objects.exists()


def test_a_picture_is_sent_by_the_server_and_runs_nothing(cast: Cast, client_of: Clients) -> None:
    answer = client_of(cast.member).get(picture_in(cast))
    assert answer.headers["Content-Type"] == "image/webp"
    assert Path(answer.headers["X-Sendfile"]).read_bytes() == b"webp"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content == b""


def fetched(answer: Any) -> bool:
    return answer.status_code == 200 or "X-Sendfile" in answer.headers


SEES = {
    None: {"owner", "specialist", "curator", "member", "insider", "reading_only"},
    "quiet": {"owner", "curator", "insider"},
    "attic": {"owner", "insider"},
}


@pytest.mark.parametrize("place", SEES)
def test_nobody_else_fetches_a_byte(cast: Cast, client_of: Clients, place: str | None) -> None:
    address = picture_in(cast, getattr(cast, place) if place else None)
    never = url(cast, "pictures/0000000000001/")
    able = set()
    for name, who in cast.everybody().items():
        answer, absent = (client_of(who).get(asked) for asked in (address, never))
        if fetched(answer):
            able.add(name)
        else:
            assert (answer.status_code, answer.content) == (absent.status_code, absent.content)
    assert able == SEES[place]


def test_out_of_the_subgroup_its_pictures_are_gone(cast: Cast, client_of: Clients) -> None:
    address, client = picture_in(cast, cast.quiet), client_of(cast.insider)
    assert fetched(client.get(address))
    with community_scope(cast.community):
        move_out(actor=cast.curator, subgroup=cast.quiet, member=cast.insider)
    assert client.get(address).status_code == 404


def test_who_has_left_fetches_nothing(cast: Cast, client_of: Clients) -> None:
    address, client = picture_in(cast), client_of(cast.member)
    assert fetched(client.get(address))
    with community_scope(cast.community):
        leave(actor=cast.member)
    assert not fetched(client.get(address))


def test_pictures_of_a_hidden_post_go_with_it(cast: Cast, client_of: Clients) -> None:
    address = picture_in(cast)
    with community_scope(cast.community):
        hide_post(actor=cast.owner, post=Post.objects.get(), reason="A face")
    assert client_of(cast.member).get(address).status_code == 404
    for who in (cast.insider, cast.owner):
        assert fetched(client_of(who).get(address))


def test_a_picture_takes_no_post(cast: Cast, client_of: Clients) -> None:
    assert client_of(cast.member).post(picture_in(cast)).status_code == 405


def test_ones_own_archive_holds_ones_own_pictures(cast: Cast) -> None:
    picture_in(cast)
    for who, held in ((cast.insider, [b"webp"]), (cast.member, [])):
        exports.ask(user=who.user)
        due.sweep("accounts.Export")
        archive = zipfile.ZipFile(who.user.export.path)
        names = [name for name in archive.namelist() if "/pictures/" in name]
        assert [archive.read(name) for name in names] == held
