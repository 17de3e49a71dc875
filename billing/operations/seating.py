"""The subgroup that was prepared for somebody who comes in now."""

from billing.models import Welcome
from communities.models import Membership
from subgroups.models import SubgroupMembership
from subgroups.operations import place


def seat_welcomed(member: Membership) -> None:
    """Inside the caller's transaction, once `member` is in. An archived subgroup takes nobody."""
    rows = Welcome.objects.filter(invitation=member.invitation_id, subgroup__archived_at=None)
    welcome = rows.select_related("subgroup").first()
    if welcome is None or welcome.subgroup is None:
        return
    standing = SubgroupMembership.objects.of(member).filter(subgroup=welcome.subgroup)
    if not standing.exists():
        owner = Membership.objects.owners().get()
        role = SubgroupMembership.Role.MEMBER
        place(actor=owner, subgroup=welcome.subgroup, member=member, role=role)
