"""One line to the owner."""

from datetime import timedelta

from django.db import transaction

from communities.models import Line, Membership
from communities.permissions import P
from core import clock
from core.permissions import require

PER_DAY = 5


class TooManyLines(Exception):
    """More than `PER_DAY` lines in a day."""


def write_line(*, actor: Membership, body: str) -> Line:
    """Leave the owner one line. Raises `TooManyLines`."""
    require(actor, P.WRITE_LINE)
    day_ago = clock.now() - timedelta(days=1)
    with transaction.atomic():
        if Line.objects.filter(author=actor, written_at__gt=day_ago).count() >= PER_DAY:
            raise TooManyLines
        return Line.objects.create(author=actor, body=body)


def see_line(*, actor: Membership, line: Line) -> None:
    """The owner has read it; the first time counts."""
    require(actor, P.READ_LINES, line)
    Line.objects.filter(pk=line.pk, seen_at=None).update(seen_at=clock.now())
