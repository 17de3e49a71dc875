"""`manage.py backup PATH`: everything into one sealed file, while people write."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backups import Trouble, keys
from config.backups.making import make


class Command(BaseCommand):
    help = "Writes database and uploads, encrypted, to PATH. The key: BACKUP_KEY or --key-file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--key-file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            size = make(options["path"].absolute(), keys.given(options["key_file"]))
        except Trouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{options['path']}: {size} bytes. It is a backup once it was restored.")
