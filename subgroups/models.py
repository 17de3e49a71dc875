"""Chambers inside a community, and who is in them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager
from subgroups.hours import Hours


class SubgroupQuerySet(TenantQuerySet):
    def of(self, member: Membership) -> Self:
        """Subgroups where `member` has a place of any role."""
        return self.filter(inside(member))

    def led_by(self, member: Membership) -> Self:
        return self.filter(pk__in=led_by(member))

    def visible_to(self, member: Membership) -> Self:
        """Those whose card `member` may see: a hidden one exists for its people and the owner."""
        if member.is_owner:
            return self.all()
        return self.filter(~Q(kind=Subgroup.Kind.HIDDEN) | inside(member))

    def standing(self) -> Self:
        """Those that were not archived: what lists, composers and suggestions offer."""
        return self.filter(archived_at=None)

    def readable_by(self, member: Membership) -> Self:
        """Those whose words and people `member` may see."""
        if member.is_owner:
            return self.all()
        return self.filter(Q(kind=Subgroup.Kind.OPEN) | inside(member))


def places_of(member: Membership) -> "list[SubgroupMembership]":
    """The member's present places with their subgroups, remembered on the member for the request.

    Every page and every `visible_to` asks for them; ids in a query are read faster than a query
    within it.
    """
    known: list[SubgroupMembership] | None = member.__dict__.get("_places")
    if known is None:
        places = SubgroupMembership.objects.of(member).select_related("subgroup")
        known = member.__dict__["_places"] = list(places)
    return known


def forget_places(member: Membership) -> None:
    """Called by whatever changes the member's places."""
    member.__dict__.pop("_places", None)


def inside(member: Membership) -> Q:
    return Q(pk__in=[place.subgroup_id for place in places_of(member)])


def led_by(member: Membership) -> list[int]:
    """Ids of the subgroups that `member` curates."""
    lead = SubgroupMembership.Role.CURATOR
    return [place.subgroup_id for place in places_of(member) if place.role == lead]


class Subgroup(TenantModel):
    """Open, closed or hidden; never made more open later. Owns one group hashtag.

    Archived, it is only read, and keeps name and hashtag. Names are unique among those whose card
    everybody sees; a hidden one's is no key, or taking a name would tell that it exists.
    `reading_days` and the two times are the curators' `hours`, all set or none.
    """

    class Kind(models.TextChoices):
        OPEN = "open", pgettext_lazy("subgroup", "Open")
        CLOSED = "closed", pgettext_lazy("subgroup", "Closed")
        HIDDEN = "hidden", pgettext_lazy("subgroup", "Hidden")

    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=120, editable=False)
    purpose = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.OPEN)
    tag = models.CharField(max_length=50)
    tag_key = models.CharField(max_length=100, editable=False)
    for_staff = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    reading_days = models.CharField(max_length=7, blank=True, default="", db_default="")
    reads_from = models.TimeField(null=True, blank=True)
    reads_until = models.TimeField(null=True, blank=True)

    objects = manager(SubgroupQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "tag_key"], name="one_tag_one_subgroup"),
            models.UniqueConstraint(
                fields=["community", "name_key"],
                condition=~Q(kind="hidden"),
                name="subgroup_shown_name_is_free",
            ),
            models.UniqueConstraint(
                fields=["community"], condition=Q(for_staff=True), name="one_staff_subgroup"
            ),
        ]

    def __str__(self) -> str:
        return f"subgroup {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.OPEN

    @property
    def hours(self) -> Hours | None:
        """When its curators read, where they said so."""
        if self.reads_from is None or self.reads_until is None:
            return None
        return Hours(self.reading_days, self.reads_from, self.reads_until)


class SubgroupMembershipQuerySet(TenantQuerySet):
    def standing(self) -> Self:
        """Places and wishes that hold now: who left, or lost a role, does not get them back."""
        since_they_came = Q(membership__left_at=None) | Q(since__gt=F("membership__left_at"))
        still_named = ~Q(role=SubgroupMembership.Role.SPECIALIST) | Q(
            membership__role=Membership.Role.SPECIALIST
        )
        return self.filter(since_they_came, still_named, left_at=None)

    def present(self) -> Self:
        return self.standing().filter(asked=False)

    def of(self, member: Membership) -> Self:
        """`present` places of one person, without a join."""
        places = self.filter(membership=member, left_at=None, asked=False)
        if member.left_at:
            places = places.filter(since__gt=member.left_at)
        if member.role != Membership.Role.SPECIALIST:
            places = places.exclude(role=SubgroupMembership.Role.SPECIALIST)
        return places

    def visible_to(self, member: Membership) -> Self:
        return self.filter(subgroup__in=Subgroup.objects.readable_by(member))


class SubgroupMembership(TenantModel):
    """A place in a subgroup. `asked` is a wish to join that nobody has answered yet."""

    class Role(models.TextChoices):
        CURATOR = "curator", _("Curator")
        SPECIALIST = "specialist", _("Specialist")
        MEMBER = "member", _("Member")

    subgroup = models.ForeignKey(Subgroup, on_delete=models.CASCADE, related_name="places")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="places")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    asked = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    objects = manager(SubgroupMembershipQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subgroup", "membership"],
                condition=Q(left_at=None),
                name="one_place_per_subgroup",
            )
        ]


class SearchQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """One's own; staff and curators see all, since any of them may find a place."""
        if member.is_staff or Subgroup.objects.led_by(member).exists():
            return self.all()
        return self.filter(member=member)

    def waiting(self) -> Self:
        """Of those who are here and have no place yet."""
        placed = SubgroupMembership.objects.present().filter(subgroup__for_staff=False)
        here = self.filter(member__state=Membership.State.ACTIVE)
        return here.exclude(member__in=placed.values("membership"))


class Search(TenantModel):
    """«Please find me a subgroup»: ends by itself with the first place."""

    member = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="search")
    since = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(SearchQuerySet)
