"""The community's logo: small, one at most, gone with its file, closed where the page is."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from communities.models import AuditEntry, Community
from core.permissions import Refused
from core.tenancy import community_scope
from files import operations
from files.models import Attachment, Logo
from files.pictures import Picture
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def png(side: int = 900) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (side, side // 2), "teal").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def at(cast: Cast, name: str) -> str:
    return reverse(f"files:{name}", args=[cast.community.slug])


def picture() -> Picture:
    out = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "WEBP")
    return Picture(out.getvalue(), 4, 4)


def publish(cast: Cast, when: Any) -> None:
    Community.objects.filter(pk=cast.community.pk).update(published_at=when)


def test_uploaded_it_is_made_small_and_stands_in_every_head(cast: Cast, client_of: Any) -> None:
    owner = client_of(cast.owner)
    assert owner.post(at(cast, "change"), {"picture": png()}).status_code == 302
    with community_scope(cast.community):
        kept = Logo.objects.get().attachment
    assert (kept.width, kept.height, kept.content_type) == (256, 128, "image/webp")
    me = reverse("communities:me", args=[cast.community.slug])
    assert f'src="{at(cast, "logo")}"' in client_of(cast.member).get(me).text
    seen = client_of(cast.member).get(at(cast, "logo"))
    assert seen.headers["X-Sendfile"] == str(kept.full_path)
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert seen.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert seen.headers["Cache-Control"] == "private, no-store"


def test_strangers_see_it_while_the_page_is_published(
    cast: Cast, client_of: Any, travel: Any
) -> None:
    with community_scope(cast.community):
        operations.set_logo(actor=cast.owner, picture=picture())
    door = reverse("communities:door", args=[cast.community.slug])
    for stranger in (client_of(None), client_of(cast.outsider)):
        publish(cast, None)
        closed = stranger.get(at(cast, "logo"))
        assert "X-Sendfile" not in closed.headers
        assert closed.status_code in (302, 404)
        publish(cast, cast.community.created_at)
        assert "X-Sendfile" in stranger.get(at(cast, "logo")).headers
        assert at(cast, "logo") in stranger.get(door).text


def test_the_rows_themselves_say_so_too(here: Cast) -> None:
    operations.set_logo(actor=here.owner, picture=picture())
    publish(here, None)
    assert not Logo.objects.visible_to(None).exists()
    assert Logo.objects.visible_to(here.newcomer).exists()
    publish(here, here.community.created_at)
    assert Logo.objects.visible_to(None).exists()


def test_another_takes_its_place_and_the_file_goes(here: Cast, committed: Any) -> None:
    with committed():
        first = operations.set_logo(actor=here.owner, picture=picture()).attachment.full_path
        second = operations.set_logo(actor=here.owner, picture=picture()).attachment.full_path
    assert (first.exists(), second.exists()) == (False, True)
    with committed():
        operations.remove_logo(actor=here.owner)
        operations.remove_logo(actor=here.owner)
    assert not second.exists()
    assert not Attachment.objects.exists()
    here.community.refresh_from_db()
    assert not here.community.has_logo
    deeds = AuditEntry.objects.values_list("action", flat=True)
    assert sorted(deeds) == ["remove_logo", "set_logo", "set_logo"]


def test_only_the_owner_settles_it(here: Cast) -> None:
    with pytest.raises(Refused):
        operations.set_logo(actor=here.specialist, picture=picture())
    with pytest.raises(Refused):
        operations.remove_logo(actor=here.member)


def test_removed_it_stands_nowhere(cast: Cast, client_of: Any) -> None:
    with community_scope(cast.community):
        operations.set_logo(actor=cast.owner, picture=picture())
    owner = client_of(cast.owner)
    assert owner.post(at(cast, "remove")).status_code == 302
    assert owner.get(at(cast, "logo")).status_code == 404
    assert at(cast, "logo") + '"' not in owner.get(at(cast, "change")).text
    assert owner.get(at(cast, "remove")).status_code == 405


def test_no_picture_a_text_and_a_full_disk_are_said(
    cast: Cast, client_of: Any, settings: Any, tmp_path: Any
) -> None:
    owner = client_of(cast.owner)
    text = SimpleUploadedFile("logo.svg", b"<svg/>", "image/svg+xml")
    for sent in ({}, {"picture": text}):
        assert owner.post(at(cast, "change"), sent).status_code == 422
    (tmp_path / "full").write_text("a file, no folder")
    settings.MEDIA_ROOT = tmp_path / "full"
    answer = owner.post(at(cast, "change"), {"picture": png()})
    assert answer.status_code == 422
    assert "try again later" in answer.text
    with community_scope(cast.community):
        assert not Logo.objects.exists()
