"""Opening a community and changing what it says of itself."""

from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from communities.models import UNLIMITED, Community, Document, Membership
from communities.operations.aliases import change_alias
from communities.operations.audit import record
from communities.permissions import P
from communities.queries import just_opened
from communities.starter_texts import starter_text
from core import clock, text
from core.permissions import Refused, require
from core.tenancy import community_scope

CHANGEABLE = (
    "name",
    "language",
    "time_zone",
    "accent",
    "icon",
    "public_page",
    "help_contacts",
    "legal_name",
    "legal_address",
    "legal_contact",
    "legal_number",
)


def may_open(user: User) -> bool:
    """Whether this person may open communities on this installation."""
    return settings.OPENING == "anyone" or user.may_open


def open_community(
    *, user: User, slug: str, name: str, language: str, time_zone: str, alias: str
) -> Membership:
    """Make a community with its owner and the first versions of its documents.

    A second click within a minute gives the community of the first. Raises `Refused` where the
    operator has not allowed it, and `IntegrityError` when the address was taken meanwhile.
    """
    if not may_open(user):
        raise Refused("open_community")
    with transaction.atomic():
        # One at a time for each person, so that the second click sees the first.
        User.objects.select_for_update().get(pk=user.pk)
        twin = just_opened(user, name)
        if twin:
            return twin
        community = Community.objects.create(
            slug=slug, name=name, language=language, time_zone=time_zone
        )
        with community_scope(community):
            owner = Membership(
                user=user,
                role=Membership.Role.OWNER,
                state=Membership.State.ACTIVE,
                full_until=UNLIMITED,
                read_until=UNLIMITED,
                joined_at=clock.now(),
            )
            owner.take_alias(alias)
            owner.save()
            for kind in Document.Kind:
                add_version(kind, starter_text(kind, language), number=1)
    owner.community = community
    return owner


def change_community(*, actor: Membership, publish: bool, **changes: Any) -> Community:
    """Change settings named in `CHANGEABLE`, and whether the front page is published."""
    require(actor, P.CHANGE_COMMUNITY)
    community = actor.community
    for field in CHANGEABLE:
        setattr(community, field, changes.get(field, getattr(community, field)))
    community.public_page_html = text.render_page(community.public_page)
    community.help_contacts_html = text.render_page(community.help_contacts)
    if not publish:
        community.published_at = None
    elif community.published_at is None:
        community.published_at = clock.now()
    written = ["public_page_html", "help_contacts_html", "published_at"]
    with transaction.atomic():
        community.save(update_fields=[*CHANGEABLE, *written])
        record(actor=actor, action="change_community")
    return community


def describe_community(
    *, actor: Membership, name: str, language: str, time_zone: str, alias: str
) -> None:
    """What the first screen of opening asked for, once more.

    Drafts that nobody changed or agreed to yet follow the language. Once others are here, another
    alias is taken like anybody's. Raises `AliasTaken`, `TooManyChanges`.
    """
    require(actor, P.CHANGE_COMMUNITY)
    community = Community.objects.get(pk=actor.community_id)
    before = community.language
    community.name, community.language, community.time_zone = name, language, time_zone
    with transaction.atomic():
        community.save(update_fields=["name", "language", "time_zone"])
        if Membership.objects.exclude(pk=actor.pk).exists():
            change_alias(actor=actor, alias=alias)
        else:
            actor.take_alias(alias)
            actor.save(update_fields=["alias", "alias_key", "alias_skeleton"])
            if before != language:
                draft_again(before, language)
        record(actor=actor, action="change_community")


def draft_again(before: str, language: str) -> None:
    """Drafts as they came become drafts of `language`."""
    for document in Document.objects.filter(number=1):
        follower = Document.objects.filter(kind=document.kind, number__gt=1)
        if document.source == starter_text(document.kind, before) and not follower.exists():
            add_version(document.kind, starter_text(document.kind, language), number=2)


def publish_document(*, actor: Membership, kind: str, source: str) -> Document:
    """Publish the next version; everybody is asked again before they write.

    The text of the present version, sent once more, stays that version.
    """
    require(actor, P.PUBLISH_DOCUMENT)
    with transaction.atomic():
        # One at a time, so that two clicks make one number.
        Community.objects.select_for_update().get(pk=actor.community_id)
        present = Document.objects.filter(kind=kind).order_by("-number").first()
        if present and present.source == source:
            return present
        document = add_version(kind, source, present.number + 1 if present else 1)
        others = Membership.objects.exclude(role=Membership.Role.OWNER)
        others.exclude(joined_at=None).update(must_accept=True)
        record(actor=actor, action="publish_document", target=document)
    return document


def add_version(kind: str, source: str, number: int) -> Document:
    html = text.render_page(source)
    return Document.objects.create(kind=kind, number=number, source=source, html=html)
