"""Fill an empty installation with the demo's communities."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from communities.models import Community
from config.seeds import tell_story
from config.seeds.payment import pay_for
from config.seeds.story_en import STORY as ENGLISH
from config.seeds.story_ru import STORY as RUSSIAN


class Command(BaseCommand):
    help = "Tells the demo's stories; with --once does nothing where there is a community."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"] and Community.objects.exists():
            return
        for story in (RUSSIAN, ENGLISH):
            with transaction.atomic():
                member = tell_story(story)
            pay_for(member)
