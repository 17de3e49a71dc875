"""Puts sentences together into posts and answers, so that neighbours never say the same."""

import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from config.seeds.pieces import Pieces, Topic
from core import text

# A page holds twenty; what stood on the last two pages is not said again.
REMEMBERED = 48
TRIES = 12
# How people write: mostly briefly.
MANNERS = {
    "plain": 26,
    "short": 22,
    "long": 14,
    "question": 16,
    "thanks": 7,
    "progress": 9,
    "silence": 6,
}


@dataclass(frozen=True)
class Said:
    """Words with what is in them: paragraphs, a person named (alias, id), hashtags."""

    paragraphs: tuple[str, ...]
    person: tuple[str, int] | None = None
    tags: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """As it is stored, like `text.hold` of what was typed."""
        return "\n\n".join(self.filled(self.held_person, lambda tag: f"#{tag}"))

    @property
    def html(self) -> str:
        """As it is stored, like `text.render` of what was typed, which a test compares.

        Pieces hold no Markdown, so that a million posts need no parser.
        """
        parts = self.filled(self.held_person, self.held_tag)
        return "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in parts)

    @property
    def typed(self) -> str:
        """As its author typed it."""
        name = f"@{self.person[0]}" if self.person else ""
        return "\n\n".join(self.filled(lambda: name, lambda tag: f"#{tag}"))

    def filled(self, person: Callable[[], str], tag: Callable[[str], str]) -> list[str]:
        parts = [part.replace("{person}", person()) for part in self.paragraphs]
        return [*parts, " ".join(tag(each) for each in self.tags)] if self.tags else parts

    def held_person(self) -> str:
        return f"{text.PERSON}{self.person[1]}{text.PERSON_END}" if self.person else ""

    def held_tag(self, tag: str) -> str:
        return f"{text.TAG}{text.key(tag)}/{tag}{text.TAG_END}"


@dataclass
class Wording:
    """Draws words of one language; `chance` alone decides, so the same comes each time."""

    pieces: Pieces
    chance: random.Random
    recent: dict[object, deque[str]] = field(default_factory=dict)

    def post(
        self, *, place: object, topic: str, manner: str, tag: str, person: tuple[str, int] | None
    ) -> Said:
        """A post of `manner` for the readers of `place`; `tag` is a group hashtag or empty."""
        paragraphs = self.fresh(place, lambda: self.written(topic, manner))
        named = person if person and manner in ("plain", "long", "thanks") else None
        if named:
            paragraphs = (self.pick(self.pieces.mentions), *paragraphs)
        tags = [tag] if tag else []
        if manner != "introduction" and self.chance.random() < 0.35:
            tags.append(self.pick(self.pieces.topics[topic].tags))
        return Said(paragraphs, named, tuple(dict.fromkeys(tags)))

    def fresh(self, place: object, write: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What none of the latest posts of `place` says, if a few tries find it."""
        said = self.recent.setdefault(place, deque(maxlen=REMEMBERED * 3))
        for _ in range(TRIES):
            paragraphs = write()
            if not any(part in said for part in paragraphs):
                break
        said.extend(paragraphs)
        return paragraphs

    def written(self, topic: str, manner: str) -> tuple[str, ...]:
        """The paragraphs of one post."""
        about, ways = self.pieces.topics[topic], self.pieces.manners
        if manner == "short":
            return (self.one(self.chance.choice((about.facts, about.inside))),)
        if manner == "long":
            return self.long(about)
        if manner == "question":
            asked = f"{self.one(about.facts)} {self.pick(about.questions)}"
            more = (self.pick(ways[manner].lines),) if self.chance.random() < 0.4 else ()
            return (asked, *more)
        if manner == "introduction":
            return self.introduction()
        return (" ".join(self.sentences(about, manner)),)

    def sentences(self, about: Topic, manner: str) -> list[str]:
        ways = self.pieces.manners
        if manner in ("thanks", "progress"):
            return [self.pick(ways[manner].lines), self.one(about.facts)]
        if manner == "silence":
            return [self.pick(about.inside), self.pick(ways[manner].lines)]
        start = [self.pick(self.pieces.openings)] if self.chance.random() < 0.3 else []
        return [*start, self.one(about.facts), self.pick(about.inside)]

    def long(self, about: Topic) -> tuple[str, ...]:
        facts = self.chance.sample(about.facts, 2)
        inside = self.chance.sample(about.inside, 2)
        return (
            f"{self.pick(self.pieces.openings)} {self.fill(facts[0])} {inside[0]}",
            f"{self.fill(facts[1])} {inside[1]} {self.pick(self.pieces.endings)}",
        )

    def introduction(self) -> tuple[str, ...]:
        ways = self.pieces.manners
        hello, about = (self.pick(ways[name].lines) for name in ("introduction", "about"))
        return (f"{hello} {about}", self.pick(ways["wish"].lines))

    def answers(self, *, topic: str, manner: str, number: int) -> list[Said]:
        """`number` different answers that fit a post of this topic and manner."""
        special = self.pieces.manners.get(manner)
        fitting = [*(special.answers if special else ())]
        if manner not in ("silence", "introduction"):
            fitting += self.pieces.topics[topic].answers
        if len(fitting) < number or self.chance.random() < 0.3:
            fitting += self.pieces.answers
        return [Said((line,)) for line in self.chance.sample(fitting, min(number, len(fitting)))]

    def reply(self) -> Said:
        return Said((self.pick(self.pieces.replies),))

    def one(self, lines: Sequence[str]) -> str:
        return self.fill(self.pick(lines))

    def pick(self, lines: Sequence[str]) -> str:
        return lines[int(self.chance.random() * len(lines))]

    def fill(self, line: str) -> str:
        """Put a day and a span of time where the piece leaves room for them."""
        if "{" not in line:
            return line
        filled = line.format(
            day=self.pick(self.pieces.days),
            now=self.pick(self.pieces.nows),
            bit=self.pick(self.pieces.bits),
        )
        return filled[0].upper() + filled[1:]

    def manner(self) -> str:
        return self.chance.choices(list(MANNERS), list(MANNERS.values()))[0]
