"""What people show of themselves, each thing to whom they choose; nothing unless they do."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from communities.queries import apart_of
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager
from files.models import Attachment
from subgroups.models import SubgroupMembership


class Visibility(models.TextChoices):
    """Who sees a thing beside its owner; staff is nobody special here."""

    ME = "me", _("Only me")
    SUBGROUPS = "subgroups", _("People of my subgroups")
    COMMUNITY = "community", _("The whole community")


def near(member: Membership) -> models.QuerySet[SubgroupMembership]:
    """Ids of memberships that share a subgroup with `member` now."""
    own = SubgroupMembership.objects.of(member).values("subgroup")
    return SubgroupMembership.objects.present().filter(subgroup__in=own).values("membership")


class ShownQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """One's own; of those who are here, what they show to `member` and did not block."""
        shown = Q(visibility=Visibility.COMMUNITY) | Q(
            visibility=Visibility.SUBGROUPS, person__in=near(member)
        )
        here = Q(person__state=Membership.State.ACTIVE)
        away = Q(person__in=apart_of(member).blocked_by)
        return self.filter(Q(person=member) | (shown & here & ~away))


class ProfileLine(TenantModel):
    """«О себе», an address elsewhere, anything: a label and a text."""

    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="profile_lines")
    label = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    visibility = models.CharField(max_length=9, choices=Visibility, default=Visibility.ME)
    written_at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(ShownQuerySet)

    class Meta:
        indexes = [models.Index(fields=["person", "id"], name="profile_lines_of")]


class ProfilePicture(TenantModel):
    """At most one for each person; without one they are drawn from their alias."""

    person = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="picture")
    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")
    visibility = models.CharField(max_length=9, choices=Visibility, default=Visibility.ME)

    objects = manager(ShownQuerySet)
