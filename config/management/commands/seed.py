"""Fill an empty installation with the demo's communities."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from communities.models import Community
from config.seeds import SIZES, Size, tell_story
from config.seeds.payment import pay_for
from config.seeds.story_en import STORY as ENGLISH
from config.seeds.story_ru import STORY as RUSSIAN
from config.statistics import learn

STORIES = {"ru": RUSSIAN, "en": ENGLISH}


class Command(BaseCommand):
    help = (
        "Tells the demo's stories, the same each day; with --once does nothing where there is"
        " a community. Without numbers the demo's own: 350 people in Russian, 40 in English."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--language", choices=list(STORIES), help="only this community")
        parser.add_argument("--members", type=int, help="people in all")
        parser.add_argument("--subgroups", type=int, help="subgroups in all")
        parser.add_argument("--posts", type=int, help="posts in all")
        parser.add_argument("--years", type=int, help="over how many years up to today (1 to 9)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"] and Community.objects.exists():
            return
        chosen = [options["language"]] if options["language"] else list(STORIES)
        for language in chosen:
            story = STORIES[language]
            if Community.objects.filter(slug=story.slug).exists():
                raise CommandError(f"/c/{story.slug}/ is there already: seed an empty database.")
            with transaction.atomic():
                member = tell_story(story, size(language, options))
            learn()
            pay_for(member)


def size(language: str, options: dict[str, Any]) -> Size:
    """The demo's own size but for the numbers asked for. Raises `CommandError`."""
    usual = SIZES[language]
    asked = {name: options[name] for name in vars(usual)}
    found = Size(**{n: getattr(usual, n) if v is None else v for n, v in asked.items()})
    if not (0 < found.years < 10 and min(found.members, found.subgroups, found.posts) >= 0):
        raise CommandError("Numbers are not negative, and years are 1 to 9.")
    return found
