"""Puts sentences together into posts and answers, so that neighbours never say the same."""

import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from config.seeds.pieces import Pieces, Topic
from core import text

# A page holds twenty posts: no paragraph stands on it twice.
PAGE, TRIES = 24, 12
# A sentence rests longer in the mixed stream, where three times as much is said.
RESTS = 3.0
LONG_AGO = -1_000_000
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
    """Draws words of one language; `chance` alone decides, so the same comes each time.

    `said` is when a sentence was last said (place, sentence), `posts` how many posts there were
    by then; the place `None` counts all.
    """

    pieces: Pieces
    chance: random.Random
    said: dict[tuple[object, str], int] = field(default_factory=dict)
    posts: dict[object, int] = field(default_factory=dict)
    place: object = ""
    page: dict[object, deque[tuple[str, ...]]] = field(default_factory=dict)

    def post(
        self, *, place: object, topic: str, manner: str, tag: str, person: tuple[str, int] | None
    ) -> Said:
        """A post of `manner` for the readers of `place`; `tag` is a group hashtag or empty."""
        self.place = place
        for counted in (None, place):
            self.posts[counted] = self.posts.get(counted, 0) + 1
        paragraphs = self.fresh(topic, manner)
        named = person if person and manner in ("plain", "long", "thanks") else None
        if named:
            paragraphs = (self.pick(self.pieces.mentions), *paragraphs)
        tags = [tag] if tag else []
        if manner != "introduction" and self.chance.random() < 0.35:
            tags.append(self.chance.choice(self.pieces.topics[topic].tags))
        return Said(paragraphs, named, tuple(dict.fromkeys(tags)))

    def fresh(self, topic: str, manner: str) -> tuple[str, ...]:
        """Paragraphs that none of the latest posts has, here and everywhere."""
        near = [self.page.setdefault(place, deque(maxlen=PAGE)) for place in (None, self.place)]
        for _ in range(TRIES):
            paragraphs = self.written(topic, manner)
            if not any(part in said for posts in near for said in posts for part in paragraphs):
                break
        for posts in near:
            posts.append(paragraphs)
        return paragraphs

    def written(self, topic: str, manner: str) -> tuple[str, ...]:
        """The paragraphs of one post."""
        about, ways = self.pieces.topics[topic], self.pieces.manners
        if manner == "short":
            return (self.one((*about.facts, *about.inside)),)
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
        first, second = (f"{self.one(about.facts)} {self.pick(about.inside)}" for _ in range(2))
        return (
            f"{self.pick(self.pieces.openings)} {first}",
            f"{second} {self.pick(self.pieces.endings)}",
        )

    def introduction(self) -> tuple[str, ...]:
        ways = self.pieces.manners
        hello, about = (self.pick(ways[name].lines) for name in ("introduction", "about"))
        return (f"{hello} {about} {self.pick(ways['wish'].lines)}",)

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
        """A sentence that has rested, here and everywhere; which of those, chance says."""
        line = max(lines, key=self.rested)
        for place in (None, self.place):
            self.said[place, line] = self.posts.get(place, 0)
        return line

    def rested(self, line: str) -> float:
        """How many posts ago it was said, more or less."""
        here = self.posts.get(self.place, 0) - self.said.get((self.place, line), LONG_AGO)
        anywhere = self.posts.get(None, 0) - self.said.get((None, line), LONG_AGO)
        return min(here, anywhere / RESTS) * (0.6 + self.chance.random())

    def fill(self, line: str) -> str:
        """Put a day and a span of time where the piece leaves room for them."""
        if "{" not in line:
            return line
        choice = self.chance.choice
        filled = line.format(
            day=choice(self.pieces.days),
            now=choice(self.pieces.nows),
            bit=choice(self.pieces.bits),
        )
        return filled[0].upper() + filled[1:]

    def manner(self) -> str:
        return self.chance.choices(list(MANNERS), list(MANNERS.values()))[0]
