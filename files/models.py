"""What people add to their words. Who may see it, the app that shows it knows."""

from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models

from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class Attachment(TenantModel):
    """A stored picture, already re-encoded: `path` is under `MEDIA_ROOT` and says nothing.

    `size` in bytes, `width` and `height` in pixels; `alt` says in words what it shows.
    """

    added_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    path = models.CharField(max_length=200, unique=True, editable=False)
    content_type = models.CharField(max_length=50, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(max_length=500, blank=True)

    @property
    def full_path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.path


class LogoQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership | None) -> Self:
        """Whoever stands inside; strangers once the owner has published the public page."""
        return self.all() if member else self.exclude(community__published_at=None)


class Logo(TenantModel):
    """The picture beside the community's name, one at most."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")

    objects = manager(LogoQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community"], name="one_logo")]
