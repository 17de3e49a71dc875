"""What waits for somebody: a kind and a target's id, never any text."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager


class NotificationQuerySet(TenantQuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(TenantModel):
    """Told to `user` in this community. Whether its target may still be seen, its kind knows."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=30)
    target = models.BigIntegerField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = manager(NotificationQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "target"], name="told_once")]
        indexes = [
            models.Index(fields=["user", "community", "-id"], name="notification_list"),
            models.Index(
                fields=["user", "community"],
                name="notification_unread",
                condition=Q(read_at=None),
            ),
        ]


class BellMail(Due, TenantModel):
    """One waiting letter per person and community, sent at most once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["user", "community"],
                condition=Q(done_at=None),
                name="one_letter_waits",
            )
        ]
