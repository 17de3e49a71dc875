"""The desk of those who keep a community."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import queries
from communities.desk import blocks_of, steps_of
from communities.permissions import P
from core.permissions import require


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this member; for the owner first steps and lines too."""
    member = request.member
    require(member, P.OPEN_DESK)
    shown: dict[str, object] = {"blocks": blocks_of(member)}
    if member.is_owner:
        shown |= {"steps": steps_of(request.community), "lines": queries.unseen_lines(member)}
    return render(request, "communities/desk.html", shown)
