"""Every page of a community with who it is for; asked by the tests of entry."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from communities.models import Application, Invitation, Line
from communities.operations import invite_address, remove_member
from core.tenancy import community_scope
from tests.conftest import Cast

Made = Callable[[Cast], list[Any]]


class Page(NamedTuple):
    """`works` may open it; `refused`, who reads here, gets the 404; `method` is the wrong one."""

    name: str
    works: str
    refused: str | None
    wrong_method: str = "post"
    more: Made = lambda cast: []

    def url(self, cast: Cast) -> str:
        with community_scope(cast.community):
            return reverse(self.name, args=[cast.community.slug, *self.more(cast)])


def member(cast: Cast) -> list[Any]:
    return [cast.member.pk]


def invitation(cast: Cast) -> list[Any]:
    return [Invitation.objects.create(created_by=cast.owner).pk]


def letter(cast: Cast) -> list[Any]:
    return [invite_address(actor=cast.owner, address="somebody@example.org").pk]


def application(cast: Cast) -> list[Any]:
    return [Application.objects.create(membership=cast.newcomer).pk]


def removed(cast: Cast) -> list[Any]:
    remove_member(actor=cast.owner, member=cast.member, reason="x")
    return [cast.member.pk]


def line(cast: Cast) -> list[Any]:
    return [Line.objects.create(author=cast.member, body="one line").pk]


PAGES = [
    Page("communities:me", "member", None),
    Page("communities:desk", "owner", "member"),
    Page("communities:settings", "owner", "specialist", "put"),
    Page("communities:documents", "member", None),
    Page("communities:document_new", "owner", "specialist", "put"),
    Page("communities:accept", "member", None, "put"),
    Page("communities:invitations", "specialist", "curator", "put"),
    Page("communities:invitation_revoke", "specialist", "curator", "get", invitation),
    Page("communities:invite_address", "specialist", "curator", "get"),
    Page("communities:invitation_again", "specialist", "curator", "get", letter),
    Page("communities:applications", "specialist", "curator"),
    Page("communities:application_answer", "specialist", "curator", "get", application),
    Page("communities:screening", "owner", "specialist", "get"),
    Page("communities:parted", "owner", "specialist"),
    Page("communities:lift", "owner", "specialist", "get", removed),
    Page("communities:people", "member", None),
    Page("communities:part", "specialist", "curator", "put", member),
    Page("communities:leave", "member", "owner", "put"),
    Page("communities:line_to_owner", "member", None, "put"),
    Page("communities:line_seen", "owner", "specialist", "get", line),
    Page("communities:help_now", "member", None),
    Page("communities:audit", "member", None),
]
