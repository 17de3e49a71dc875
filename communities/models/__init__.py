"""Communities, the people in them, what they agreed to, how they came in."""

from communities.models.alias import FormerAlias
from communities.models.apart import Block, Mute
from communities.models.application import (
    Application,
    ApplicationErasure,
    ApplicationReply,
    Screening,
)
from communities.models.audit import AuditEntry
from communities.models.closing import Closing
from communities.models.community import Community
from communities.models.document import Acceptance, Document
from communities.models.erasure import CommunityErasure
from communities.models.handover import Handover
from communities.models.invitation import Invitation, InvitationLetter
from communities.models.leaving import Leaving
from communities.models.letter import Letter
from communities.models.line import Line
from communities.models.membership import NEVER, UNLIMITED, Membership
from communities.models.parting import Parting

__all__ = [
    "NEVER",
    "UNLIMITED",
    "Acceptance",
    "Application",
    "ApplicationErasure",
    "ApplicationReply",
    "AuditEntry",
    "Block",
    "Closing",
    "Community",
    "CommunityErasure",
    "Document",
    "FormerAlias",
    "Handover",
    "Invitation",
    "InvitationLetter",
    "Leaving",
    "Letter",
    "Line",
    "Membership",
    "Mute",
    "Parting",
    "Screening",
]
