"""`manage.py messages` brings the catalogues up to date; `--check` only says what is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import catalogue


class Command(BaseCommand):
    help = "Extracts texts into the Russian catalogues and compiles them, or checks them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "apps", nargs="*", help="only these apps (all of ours when none is named)"
        )
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when incomplete"
        )

    def handle(self, *, apps: list[str], check: bool, **options: Any) -> None:
        base = settings.BASE_DIR
        lines = []
        for app in apps or catalogue.own_apps(base, settings.INSTALLED_APPS):
            if check:
                lines += catalogue.check(base, app)
            else:
                lines += [f"{app}: untranslated: {text}" for text in catalogue.update(base, app)]
        for line in lines:
            self.stdout.write(line)
        if check and lines:
            raise CommandError(f"{len(lines)} faults in the catalogues")
