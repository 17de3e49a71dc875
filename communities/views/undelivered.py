"""Letters that could not be delivered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.permissions import P
from communities.undelivered import undelivered
from core.permissions import require


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    require(request.member, P.SEE_UNDELIVERED)
    return render(request, "communities/undelivered.html", {"letters": undelivered()})
