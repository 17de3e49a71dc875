"""Shape and cleaning of what is typed about a community and one's place in it."""

from communities.forms.aliases import AliasForm
from communities.forms.applications import ReplyForm, ScreeningForm
from communities.forms.closing import ClosingForm
from communities.forms.deleting import DeleteAccountForm
from communities.forms.documents import DocumentForm
from communities.forms.invitations import AddressForm, InvitationForm
from communities.forms.joining import ALIAS_TAKEN, AcceptForm, AliasField, JoinForm, alias_field
from communities.forms.leaving import LeaveForm, WordsForm, words_field
from communities.forms.opening import (
    ADDRESS_TAKEN,
    OpenForm,
    OpeningForm,
    SettingsForm,
    zone_choices,
)
from communities.forms.people import DeputyForm, LineForm, PartingForm, PeopleForm

__all__ = [
    "ADDRESS_TAKEN",
    "ALIAS_TAKEN",
    "AcceptForm",
    "AddressForm",
    "AliasField",
    "AliasForm",
    "ClosingForm",
    "DeleteAccountForm",
    "DeputyForm",
    "DocumentForm",
    "InvitationForm",
    "JoinForm",
    "LeaveForm",
    "LineForm",
    "OpenForm",
    "OpeningForm",
    "PartingForm",
    "PeopleForm",
    "ReplyForm",
    "ScreeningForm",
    "SettingsForm",
    "WordsForm",
    "alias_field",
    "words_field",
    "zone_choices",
]
