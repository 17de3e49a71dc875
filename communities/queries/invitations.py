"""Links and letters that were made, and who came by them."""

from typing import Any

from django.db.models import Prefetch

from communities.models import Invitation, Membership

LINKS_SHOWN = 50
LETTERS_PAGE = 30


def invitations_for(member: Membership) -> Any:
    """Links, newest first, each with the `arrivals` who came in by it."""
    return made(member).links()[:LINKS_SHOWN]


def letters_page(member: Membership, before: int | None) -> tuple[list[Invitation], int | None]:
    """One page of invitations to addresses older than id `before`, and the id to go on from.

    Whose address an alias came by is the owner's to know: for others a letter that was answered
    stands here no more.
    """
    rows = made(member).by_letter()
    if not member.is_owner:
        rows = rows.filter(uses=0)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: LETTERS_PAGE + 1])
    following = found[LETTERS_PAGE - 1].pk if len(found) > LETTERS_PAGE else None
    return found[:LETTERS_PAGE], following


def made(member: Membership) -> Any:
    """Somebody who has not come in yet is shown to nobody, so not here either."""
    here = Membership.objects.present().order_by("alias_key")
    rows = Invitation.objects.visible_to(member).select_related("created_by").order_by("-pk")
    return rows.prefetch_related(Prefetch("newcomers", here, to_attr="arrivals"))
