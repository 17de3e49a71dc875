"""Who lives in the demo, and what shape a story has."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Person:
    """One of the four shown on the front page; `opens` is where one click leads."""

    email: str
    who: str | Promise
    situation: str | Promise
    opens: str


@dataclass(frozen=True)
class Words:
    """A post, `days` ago at `at` o'clock (community's zone), in `place` ("" is common)."""

    days: int
    at: str
    alias: str
    text: str
    place: str = ""
    answers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """A community as it is told: people by alias, subgroups by name, what was said.

    `newcomer` has never written before the one post that waits; `asks` wait at a subgroup;
    `guests` are people of the other community (mailbox -> alias); `soon` is said on request.
    """

    slug: str
    name: str
    language: str
    time_zone: str
    accent: str
    owner: str
    curators: dict[str, str]
    member: str
    people: list[str]
    subgroups: list[tuple[str, str, str, str, list[str]]]
    plan: tuple[str, str]
    prices: list[tuple[str, int, str]]
    public_page: str
    help_contacts: str
    words: list[Words]
    newcomer: str
    asks: dict[str, str]
    line: tuple[str, str]
    guests: dict[str, str]
    soon: list[tuple[str, str]]


@dataclass(frozen=True)
class Size:
    """How large a community is seeded: people and subgroups in all, posts over `years`."""

    members: int
    subgroups: int
    posts: int
    years: int


SIZES = {"ru": Size(350, 24, 4_000, 5), "en": Size(40, 7, 450, 2)}


def persons(language: str, slug: str, invitation: str) -> list[Person]:
    """The four of one language; addresses are the demo's own and reach nobody."""

    def address(name: str) -> str:
        return f"{name}.{language}@demo.example"

    return [
        Person(
            address("owner"),
            _("The owner, a psychotherapist"),
            _("Monday morning. Somebody waits for her: but who, and what can be done by nine?"),
            f"/c/{slug}/desk/",
        ),
        Person(
            address("curator"),
            _("A curator of one subgroup"),
            _("Twenty minutes after work. Somebody asks to be let in, somebody has no answer yet."),
            f"/c/{slug}/desk/",
        ),
        Person(
            address("member"),
            _("A member"),
            _("02:40, a bad night, a phone in the dark. Who is near without giving advice?"),
            f"/c/{slug}/feed/",
        ),
        Person(
            address("newcomer"),
            _("A newcomer who has not paid"),
            _("Has a link and doubts: who will read me, what does it cost, how do I leave?"),
            f"/c/{slug}/join/{invitation}/",
        ),
    ]


INVITATIONS = {"ru": "demo-zaimka", "en": "demo-lantern"}
PERSONS = {
    "ru": persons("ru", "zaimka", INVITATIONS["ru"]),
    "en": persons("en", "lantern", INVITATIONS["en"]),
}
