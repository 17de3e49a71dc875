"""`manage.py allow_opening EMAIL`: let somebody open communities where OPENING=operator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User


class Command(BaseCommand):
    help = "Lets the person with this address open communities; --no takes that back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--no", action="store_true", help="from now on no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        people = User.objects.filter(email=options["email"].lower())
        if not people.update(may_open=not options["no"]):
            raise CommandError("Nobody signs in with this address. They sign up first.")
        self.stdout.write("They may open no more." if options["no"] else "They may open now.")
