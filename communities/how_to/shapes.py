"""What a page of «Как это сделать» is made of: questions, steps, and a drawn part of the page."""

from typing import NamedTuple

from django.utils.functional import Promise

HEIGHTS = {"title": 40, "text": 28, "field": 56, "button": 52, "link": 36, "person": 48}
EDGE = 12

Words = str | Promise


class Row(NamedTuple):
    """One line of a drawing. `here` is where to press."""

    kind: str
    words: Words
    here: bool = False


class Placed(NamedTuple):
    """A row with its upper edge and height, in the drawing's units."""

    row: Row
    top: int
    height: int

    @property
    def middle(self) -> int:
        return self.top + self.height // 2

    @property
    def width(self) -> int:
        """Of a button or a ring: as wide as its words, roughly."""
        return min(44 + 8 * len(str(self.row.words)), 296)


class Picture(NamedTuple):
    """A part of a page, drawn: the words are those of the page, so it is never out of date."""

    rows: tuple[Row, ...]

    @property
    def placed(self) -> list[Placed]:
        top, found = EDGE, []
        for row in self.rows:
            found.append(Placed(row, top, HEIGHTS[row.kind]))
            top += HEIGHTS[row.kind]
        return found

    @property
    def height(self) -> int:
        return sum(HEIGHTS[row.kind] for row in self.rows) + 2 * EDGE

    @property
    def in_words(self) -> str:
        """For who does not see it: its rows in order."""
        return " · ".join(str(row.words) for row in self.rows)


class Question(NamedTuple):
    """One thing to do. `url` names the page where it is done; `anchor` addresses the question."""

    anchor: str
    title: Words
    steps: tuple[Words, ...]
    picture: Picture
    url: str
    link: Words
    of_owner_too: bool = True


def drawn(*rows: Row) -> Picture:
    return Picture(rows)


def title(words: Words) -> Row:
    return Row("title", words)


def text(words: Words) -> Row:
    return Row("text", words)


def field(words: Words) -> Row:
    return Row("field", words)


def button(words: Words, *, here: bool = False) -> Row:
    return Row("button", words, here)


def link(words: Words, *, here: bool = False) -> Row:
    return Row("link", words, here)


def person(words: Words, *, here: bool = False) -> Row:
    """Somebody in a list, with the menu at the end of the line."""
    return Row("person", words, here)
