"""Leaving: two clicks, open to those without access too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities import operations
from communities.entry import Opens, opens, to_billing
from communities.models import Membership
from communities.permissions import P
from core.permissions import require


@opens(Opens.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Says what stays and what goes; then leaves. The second click finds it done."""
    if request.member.state == Membership.State.LEFT:
        return redirect("left") if request.method == "POST" else to_billing(request)
    require(request.member, P.LEAVE)
    if request.method == "POST":
        operations.leave(actor=request.member)
        return redirect("left")
    return render(request, "communities/leave.html")
