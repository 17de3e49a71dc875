"""What the two READMEs show is there, small, and of their language."""

import re

import pytest
from django.conf import settings

LARGEST = 150_000


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.ru.md", "ru")])
def test_pictures_are_there_and_small(name: str, language: str) -> None:
    words = (settings.BASE_DIR / name).read_text()
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", words)
    assert len(pictures) == 5
    for picture in pictures:
        assert picture.endswith(f"-{language}.png")
        assert 0 < (settings.BASE_DIR / picture).stat().st_size < LARGEST
    assert "make demo" in words
    assert "make test" in words


@pytest.mark.parametrize(
    ("name", "other"), [("README.md", "README.ru.md"), ("README.ru.md", "README.md")]
)
def test_each_leads_to_the_other_and_to_files_that_exist(name: str, other: str) -> None:
    words = (settings.BASE_DIR / name).read_text()
    assert f"]({other})" in words
    for path in re.findall(r"`((?:docs/)?[\w.-]+\.(?:md|yml|example))`", words):
        assert (settings.BASE_DIR / path).exists(), path
