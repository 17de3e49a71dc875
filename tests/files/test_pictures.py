from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from files import pictures
from files.pictures import TooLarge, Unreadable, re_encode


def drawn(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    out.seek(0)
    return out


def taken(upload: BytesIO) -> pictures.Picture:
    return re_encode(upload, len(upload.getvalue()))


def opened(picture: pictures.Picture) -> Image.Image:
    return Image.open(BytesIO(picture.content))


@pytest.mark.parametrize("kind", pictures.FORMATS)
def test_each_kind_we_take_becomes_webp(kind: str) -> None:
    picture = taken(drawn(kind))
    assert (opened(picture).format, picture.width, picture.height) == ("WEBP", 40, 20)


def test_where_a_photo_was_taken_does_not_survive() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    upload = drawn(exif=exif)
    assert b"SecretCamera" in upload.getvalue()
    picture = taken(upload)
    assert b"SecretCamera" not in picture.content
    assert not opened(picture).getexif()


def test_a_photo_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = taken(drawn(exif=exif))
    assert (picture.width, picture.height) == (20, 40)


def test_transparency_stays() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    out.seek(0)
    assert opened(taken(out)).mode == "RGBA"


def test_a_large_one_is_made_smaller() -> None:
    assert taken(drawn(size=(4_000, 1_000))).width == pictures.LONGEST_SIDE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<html><script>1</script></html>",
        b"%PDF-1.7",
        drawn().getvalue()[:80],
    ],
    ids=["empty", "text", "svg", "html", "pdf", "cut"],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        re_encode(BytesIO(content), len(content))


def test_more_bytes_than_we_take_are_refused_unread() -> None:
    with pytest.raises(TooLarge):
        re_encode(BytesIO(b""), pictures.MOST_BYTES + 1)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    upload = drawn("PNG", (9_000, 9_000))
    assert len(upload.getvalue()) < 1_000_000
    with pytest.raises(TooLarge):
        taken(upload)


def test_a_file_that_is_a_picture_and_a_page_comes_out_as_a_picture_alone() -> None:
    upload = BytesIO(drawn("GIF").getvalue() + b"<script>alert(1)</script>")
    assert b"<script>" not in taken(upload).content
