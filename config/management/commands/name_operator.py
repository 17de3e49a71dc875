"""`manage.py name_operator EMAIL`: who may open the operator's pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.operations import open_account


class Command(BaseCommand):
    help = "Makes the person with this address an operator; --no takes that back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--no", action="store_true", help="from now on no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        email, named = options["email"].strip().lower(), not options["no"]
        if "@" not in email:
            raise CommandError("Give an e-mail address.")
        user = open_account(email=email)
        User.objects.filter(pk=user.pk).update(is_staff=named, is_superuser=named)
        self.stdout.write(
            "They sign in with a code by mail, then add a second factor."
            if named
            else "They are no operator any more."
        )
