"""Reads that join several models or serve two callers."""

from communities.queries.apart import Apart, apart_of, blocked_people, deaf_to, kept_apart
from communities.queries.applications import (
    answered_applications,
    open_applications,
    own_application,
    questions_asked,
    screening_now,
)
from communities.queries.documents import document_to_follow, documents_to_accept
from communities.queries.invitations import invitations_for, letters_page
from communities.queries.people import (
    AUDIT_PAGE,
    audit_page,
    offer_standing,
    own_parting,
    parted_with,
    parting_ahead,
    people_here,
    specialists_here,
)
from communities.queries.places import (
    LINES_SHOWN,
    all_places,
    just_opened,
    living_communities_of,
    my_communities,
    news_for,
    own_lines,
    reader_here,
    unseen_lines,
)

__all__ = [
    "AUDIT_PAGE",
    "LINES_SHOWN",
    "Apart",
    "all_places",
    "answered_applications",
    "apart_of",
    "audit_page",
    "blocked_people",
    "deaf_to",
    "document_to_follow",
    "documents_to_accept",
    "invitations_for",
    "just_opened",
    "kept_apart",
    "letters_page",
    "living_communities_of",
    "my_communities",
    "news_for",
    "offer_standing",
    "open_applications",
    "own_application",
    "own_lines",
    "own_parting",
    "parted_with",
    "parting_ahead",
    "people_here",
    "questions_asked",
    "reader_here",
    "screening_now",
    "specialists_here",
    "unseen_lines",
]
