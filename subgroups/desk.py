"""What the desk and the trace of staff know of subgroups."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.desk import Step
from communities.models import Community
from subgroups.models import Subgroup


def has_subgroups(community: Community) -> bool:
    return Subgroup.objects.filter(for_staff=False).exists()


FIRST_STEP = Step(10, _("Open the first subgroup"), "subgroups:new", has_subgroups)

DEEDS: dict[str, str | Promise] = {
    "open_subgroup": _("Subgroup opened"),
    "change_subgroup": _("Subgroup described anew"),
    "place_member": _("Let into a subgroup"),
    "place_curator": _("Named a curator"),
    "place_specialist": _("Specialist named for a subgroup"),
    "move_out": _("Moved out of a subgroup"),
}
