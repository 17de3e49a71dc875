"""One's own corner: alias, access, ways out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.entry import Opens, opens
from communities.models import Acceptance


@opens(Opens.MEMBER)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    accepted = Acceptance.objects.standing().visible_to(request.member).select_related("document")
    return render(request, "communities/me.html", {"accepted": accepted.order_by("-pk")})
