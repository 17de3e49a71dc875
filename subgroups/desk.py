"""What the desk and the trace of staff know of subgroups."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.desk import Block, Entry, Found, Step, first_of
from communities.models import Community, Membership
from subgroups import queries
from subgroups.filters import NONE
from subgroups.models import Subgroup
from subgroups.permissions import leads_any


def has_subgroups(community: Community) -> bool:
    return Subgroup.objects.filter(for_staff=False).exists()


def alone(member: Membership) -> Found:
    """People without a subgroup, those who came first in front."""
    return first_of(
        queries.people_without_subgroup(member),
        lambda person: Entry(
            person.alias,
            reverse("communities:member", args=[member.community.slug, person.pk]),
            person.joined_at,
        ),
    )


def is_staff(member: Membership) -> bool:
    return member.is_staff


def unled(member: Membership) -> Found:
    """Subgroups nobody leads: each entry leads to naming a curator."""
    return first_of(
        queries.without_curator(),
        lambda subgroup: Entry(
            subgroup.name,
            reverse("subgroups:name_curator", args=[member.community.slug, subgroup.pk]),
        ),
    )


def seeking(member: Membership) -> Found:
    """Who asked for any subgroup; a curator is led to the page of the person."""
    page = "communities:member" if member.is_staff else "feeds:person"
    return first_of(
        queries.searches(member),
        lambda search: Entry(
            search.member.alias,
            reverse(page, args=[member.community.slug, search.member_id]),
            search.since,
        ),
    )


def may_place(member: Membership) -> bool:
    return member.is_staff or leads_any(member)


def is_owner(member: Membership) -> bool:
    return member.is_owner


UNLED = Block(25, _("Without a curator"), "", is_owner, unled)
SEEKING = Block(28, _("Asked to be found a subgroup"), "", may_place, seeking)
ALONE = Block(
    30, _("Without a subgroup"), "communities:people", is_staff, alone, f"?subgroup={NONE}"
)

FIRST_STEP = Step(10, _("Open the first subgroup"), "subgroups:new", has_subgroups)

DEEDS: dict[str, str | Promise] = {
    "open_subgroup": _("Subgroup opened"),
    "change_subgroup": _("Subgroup described anew"),
    "copy_subgroup": _("Subgroup opened after another's pattern"),
    "archive_subgroup": _("Subgroup archived"),
    "bring_back_subgroup": _("Subgroup brought back"),
    "move_member": _("Moved to another subgroup"),
    "place_member": _("Let into a subgroup"),
    "place_curator": _("Named a curator"),
    "place_specialist": _("Specialist named for a subgroup"),
    "move_out": _("Moved out of a subgroup"),
}
