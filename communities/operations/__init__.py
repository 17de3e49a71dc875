"""One function for each thing a person can do to a community or to their place in it."""

from communities.operations.aliases import AliasTaken, TooManyChanges, change_alias
from communities.operations.apart import block, mute, unblock, unmute
from communities.operations.applications import (
    AlreadyAnswered,
    answer_application,
    change_screening,
)
from communities.operations.audit import record
from communities.operations.closing import AlreadyClosing, announce_closing, take_back_closing
from communities.operations.deleting import OwnsCommunity, delete_account
from communities.operations.deputy import name_deputy, release_deputy
from communities.operations.handover import (
    AlreadyOffered,
    Ending,
    OfferOver,
    accept_community,
    decline_community,
    offer_community,
    withdraw_offer,
)
from communities.operations.invitations import (
    invite,
    invite_address,
    revoke_invitation,
    send_again,
)
from communities.operations.joining import (
    AnotherAddress,
    InvitationSpent,
    QuestionsChanged,
    accept_documents,
    awaits_answer,
    begin_joining,
    come_in,
    end_welcome,
    opens_to,
    questions_for,
)
from communities.operations.leaving import choose_words, leave, withdraw_consent
from communities.operations.lines import TooManyLines, see_line, write_line
from communities.operations.looking import note_look
from communities.operations.opening import (
    change_community,
    describe_community,
    may_open,
    open_community,
    publish_document,
)
from communities.operations.parting import (
    AlreadyParting,
    lift_removal,
    remove_member,
    take_back_parting,
)
from communities.operations.staff import make_member, make_specialist

__all__ = [
    "AliasTaken",
    "AlreadyAnswered",
    "AlreadyClosing",
    "AlreadyOffered",
    "AlreadyParting",
    "AnotherAddress",
    "Ending",
    "InvitationSpent",
    "OfferOver",
    "OwnsCommunity",
    "QuestionsChanged",
    "TooManyChanges",
    "TooManyLines",
    "accept_community",
    "accept_documents",
    "announce_closing",
    "answer_application",
    "awaits_answer",
    "begin_joining",
    "block",
    "change_alias",
    "change_community",
    "change_screening",
    "choose_words",
    "come_in",
    "decline_community",
    "delete_account",
    "describe_community",
    "end_welcome",
    "invite",
    "invite_address",
    "leave",
    "lift_removal",
    "make_member",
    "make_specialist",
    "may_open",
    "mute",
    "name_deputy",
    "note_look",
    "offer_community",
    "open_community",
    "opens_to",
    "publish_document",
    "questions_for",
    "record",
    "release_deputy",
    "remove_member",
    "revoke_invitation",
    "see_line",
    "send_again",
    "take_back_closing",
    "take_back_parting",
    "unblock",
    "unmute",
    "withdraw_consent",
    "withdraw_offer",
    "write_line",
]
