"""What the pieces are that people's words are put together from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """What one may write about. `{day}`, `{now}`, `{bit}` are filled in from `Pieces`.

    `facts` tell what happened, `inside` what it does to somebody, `questions` ask, `answers`
    fit any of them.
    """

    tags: tuple[str, ...]
    facts: tuple[str, ...]
    inside: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Manner:
    """A way to write, beside any topic: how such a post begins or ends, and what is answered."""

    lines: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Room:
    """A subgroup: its name, hashtag, purpose and what is talked about there."""

    name: str
    tag: str
    purpose: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Pieces:
    """All that one language has. `mentions` hold `{person}`."""

    topics: dict[str, Topic]
    manners: dict[str, Manner]
    days: tuple[str, ...]
    nows: tuple[str, ...]
    bits: tuple[str, ...]
    openings: tuple[str, ...]
    endings: tuple[str, ...]
    mentions: tuple[str, ...]
    answers: tuple[str, ...]
    replies: tuple[str, ...]
    aliases: tuple[tuple[str, ...], tuple[str, ...]]
    rooms: tuple[Room, ...]
