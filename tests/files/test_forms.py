from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from PIL import Image

from files import pictures
from files.forms import LONGEST_ALT, MOST, AltsField, PicturesField, described
from files.pictures import Picture


def drawn(name: str = "river.png") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (4, 3), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def cleaned(*uploads: SimpleUploadedFile) -> list[Picture]:
    field = PicturesField()
    sent: Any = MultiValueDict({"pictures": list(uploads)})
    return field.clean(field.widget.value_from_datadict(QueryDict(), sent, "pictures"))


def test_no_picture_is_no_fault() -> None:
    assert cleaned() == []


def test_all_come_in_their_order() -> None:
    assert [picture.width for picture in cleaned(drawn(), drawn())] == [4, 4]


def test_more_than_we_take() -> None:
    with pytest.raises(ValidationError, match="four"):
        cleaned(*[drawn() for _ in range(MOST + 1)])


def test_the_one_that_is_none_is_named() -> None:
    with pytest.raises(ValidationError, match=r"notes\.jpg"):
        cleaned(drawn(), SimpleUploadedFile("notes.jpg", b"words"))


def test_the_one_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(ValidationError, match=r"river\.png"):
        cleaned(drawn())


def said(*alts: str) -> list[str]:
    field = AltsField()
    data = QueryDict(mutable=True)
    data.setlist("alt", list(alts))
    return field.clean(field.widget.value_from_datadict(data, MultiValueDict(), "alt"))


def test_words_become_one_clean_line() -> None:
    assert said(" a\u202e  river\nat night ", "") == ["a river at night", ""]


def test_words_have_an_end() -> None:
    with pytest.raises(ValidationError, match="500"):
        said("я" * (LONGEST_ALT + 1))


@pytest.mark.parametrize(
    ("alts", "expected"),
    [
        ([], ["", ""]),
        (["both"], ["both", "both"]),
        (["first", ""], ["first", ""]),
        (["first", "second", "of none"], ["first", "second"]),
    ],
)
def test_each_picture_has_its_words_or_those_for_all(alts: list[str], expected: list[str]) -> None:
    two = [Picture(b"1", 1, 1), Picture(b"2", 1, 1)]
    assert [alt for _, alt in described(two, alts)] == expected
