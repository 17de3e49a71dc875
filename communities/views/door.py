"""What strangers read once the owner publishes it: the public page and the legal one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communities.entry import Opens, opens, to_billing


@opens(Opens.STRANGER)
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Strangers read the public page, members go on to the common space, or to billing."""
    if request.member and not request.member.may_read:
        return to_billing(request)
    if request.member:
        return redirect("feeds:stream", request.community.slug, "all")
    response = render(request, "communities/door.html", {"indexed": True})
    response.headers["X-Robots-Tag"] = "all"
    return response


@opens(Opens.STRANGER)
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who stands behind this community, as the law asks."""
    return render(request, "communities/legal.html")
