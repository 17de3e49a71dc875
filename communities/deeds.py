"""What the trace of staff calls each deed; higher apps add theirs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

names: dict[str, str | Promise] = {
    "change_community": _("Settings changed"),
    "publish_document": _("New version of a document"),
    "invite": _("Invitation made"),
    "invite_address": _("Invitation by e-mail"),
    "send_invitation_again": _("Invitation sent once more"),
    "revoke_invitation": _("Invitation withdrawn"),
    "make_specialist": _("Named a specialist"),
    "make_member": _("No longer a specialist"),
    "change_screening": _("Questions for newcomers changed"),
    "application_yes": _("Application: yes"),
    "application_no": _("Application: no"),
    "application_talk": _("Application: a talk first"),
    "remove_member": _("Parted with a member"),
    "announce_closing": _("Closing announced"),
    "take_back_closing": _("Closing taken back"),
    "name_deputy": _("Named a deputy"),
    "release_deputy": _("Deputy no more"),
    "offer_community": _("Community offered to somebody"),
    "withdraw_offer": _("Offer of the community withdrawn"),
    "decline_community": _("Offer of the community declined"),
    "accept_community": _("Community taken over"),
    "take_back_parting": _("Parting taken back"),
    "lift_removal": _("Coming back allowed again"),
}
