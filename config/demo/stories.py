"""Which of the demo's communities somebody looks at."""

from django.http import HttpRequest
from django.utils.translation import get_language

from communities.models import Community
from config.seeds import PERSONS, Person, Story
from config.seeds.story_en import STORY as ENGLISH
from config.seeds.story_ru import STORY as RUSSIAN

STORIES = {"ru": RUSSIAN, "en": ENGLISH}


def language_of(request: HttpRequest) -> str:
    """Of the person one is, among the four of a language; else of the page."""
    email = getattr(request.user, "email", "")
    for language, people in PERSONS.items():
        if any(person.email == email for person in people):
            return language
    return get_language() if get_language() in PERSONS else "en"


def story_of(request: HttpRequest) -> Story:
    return STORIES[language_of(request)]


def community_of(story: Story) -> Community | None:
    """The story's community; `None` where nothing was seeded."""
    return Community.objects.filter(slug=story.slug).first()


def person_of(story: Story, name: str) -> Person:
    """One of the four by their mailbox: owner, curator, member, newcomer."""
    wanted = f"{name}.{story.language}@demo.example"
    return next(person for person in PERSONS[story.language] if person.email == wanted)
