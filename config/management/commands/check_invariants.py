"""Check all that a database can show of what must never break."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from billing import invariants as billing
from core import invariants as core
from core.tenancy import across_communities
from feeds import invariants as feeds
from files import invariants as files

CHECKS: list[Callable[[], list[str]]] = [
    core.crossed_links,
    *billing.checks,
    *feeds.checks,
    *files.checks,
]


class Command(BaseCommand):
    help = "Prints each broken invariant; exit status 1 where there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        with across_communities("invariants hold over the whole installation"):
            broken = [line for check in CHECKS for line in check()]
        for line in broken:
            self.stdout.write(line)
        if broken:
            sys.exit(1)
        self.stdout.write(f"{len(CHECKS)} invariants hold.")
