"""The one row that moves the clock."""

from django.db import connection, models
from django.db.models import F


class ClockOffset(models.Model):
    """How many seconds the demo's clock is ahead of real time; a single row with id 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.BigIntegerField(default=0)

    @classmethod
    def is_there(cls) -> bool:
        """Whether the table exists yet: defaults ask for the time before the first migration."""
        return cls._meta.db_table in connection.introspection.table_names()

    @classmethod
    def current_seconds(cls) -> int:
        """The offset; 0 where the clock was never moved."""
        return cls.objects.filter(pk=1).values_list("seconds", flat=True).first() or 0

    @classmethod
    def add_seconds(cls, seconds: int) -> None:
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(seconds=F("seconds") + seconds)
