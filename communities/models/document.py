"""What a member agrees to: immutable numbered versions and who accepted which."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class DocumentQuerySet(TenantQuerySet):
    def current(self) -> Self:
        """The newest version of each kind."""
        newest = self.filter(kind=models.OuterRef("kind")).order_by("-number").values("number")[:1]
        return self.filter(number=models.Subquery(newest)).order_by("kind")

    def visible_to(self, member: Membership) -> Self:
        return self.all()


class Document(TenantModel):
    """One version. A changed text is a new row with the next number, never an update."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("Agreement")
        PRIVACY = "privacy", _("Privacy")
        DATA_CONSENT = "data_consent", _("Consent to the use of personal data")

    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveIntegerField()
    source = models.TextField(max_length=60_000)
    html = models.TextField(editable=False)
    published_at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(DocumentQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "number"], name="document_version")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A published version does not change.")
        super().save(*args, **kwargs)


class AcceptanceQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(membership=member)

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(withdrawn_at=None)


class Acceptance(TenantModel):
    """Who accepted which version, and when; and when that was taken back."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="acceptances")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField(default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = manager(AcceptanceQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "document"],
                condition=models.Q(withdrawn_at=None),
                name="acceptance_stands_once",
            )
        ]
