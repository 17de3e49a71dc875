"""`manage.py restore PATH`: a backup into an empty place, and the proof that it holds."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups import Trouble, keys
from config.backups.restoring import restore


class Command(BaseCommand):
    help = "Fills an empty database and an empty folder of uploads from PATH, checks invariants."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--key-file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            about = restore(options["path"].absolute(), keys.given(options["key_file"]))
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"Restored as of {about['made_at']}. Everybody signs in again.")
        call_command("check_invariants", stdout=self.stdout)
