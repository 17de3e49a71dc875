"""A page speaks one language: no English is left on the Russian ones, nor the other way round."""

import re
from pathlib import Path

import polib
import pytest

from tests.browser.servers import ROOT
from tests.browser.walk import Seen

# Proper names and what people type in Latin letters in every language.
NAMES = re.compile(r"Blizko|English|Markdown|Telegram|[\w.]+@[\w.]+|https?://\S+|\w+/\w+")
# Three Latin words in a row are a sentence that nobody translated.
SENTENCE = re.compile(r"[A-Za-z’']+(?: [A-Za-z’']+){2,}")
CYRILLIC = re.compile(r"[А-Яа-яЁё]{2,}[^\n]*")
# The showcase shows samples of both languages; emergency lines of other countries have own names.
BOTH = {"components", "help-now", "help-now-signed-out"}


def english_texts(folder: Path) -> list[str]:
    """Texts of ours whose Russian is different, without placeholders."""
    found = set()
    for path in folder.glob("*/locale/ru/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            for text in filter(None, (entry.msgid, entry.msgid_plural)):
                if (
                    re.search("[A-Za-z]{3}", NAMES.sub("", text))
                    and entry.msgstr != text
                    and "%(" not in text
                ):
                    found.add(" ".join(text.split()))
    return sorted(found)


def left_in(words: str, texts: list[str]) -> list[str]:
    """Which of `texts` stand in `words`: one word as a whole line, more words anywhere."""
    lines = {" ".join(line.split()) for line in words.splitlines()}
    said = "\n".join(NAMES.sub("", line) for line in lines)
    return [t for t in texts if t in lines or (" " in t and t in said)] + SENTENCE.findall(said)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_pages_say_their_language(walked: list[Seen], language: str) -> None:
    assert [str(s) for s in walked if s.language == language and s.lang != language] == []


def test_no_english_is_left_on_russian_pages(walked: list[Seen]) -> None:
    texts = english_texts(ROOT)
    assert len(texts) > 300
    pages = [seen for seen in walked if seen.language == "ru" and seen.name not in BOTH]
    left = {seen.name: left_in(seen.words, texts) for seen in pages}
    assert {name: words for name, words in left.items() if words} == {}


def test_no_russian_is_left_on_english_pages(walked: list[Seen]) -> None:
    pages = [seen for seen in walked if seen.language == "en" and seen.name not in BOTH]
    left = {seen.name: CYRILLIC.findall(seen.words.replace("Русский", "")) for seen in pages}
    assert {name: words for name, words in left.items() if words} == {}


def test_english_left_over_would_be_found() -> None:
    said = "Лента\nSave\nЗдесь: Nobody will learn of it. Да"
    assert left_in(said, ["Save", "Nobody will learn of it."]) == [
        "Save",
        "Nobody will learn of it.",
        "Nobody will learn of it",
    ]
