"""«Как это сделать»: short steps in the words of the pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.entry import Opens, opens
from communities.how_to import PAGES
from communities.permissions import P
from core.permissions import require


@opens(Opens.MEMBER)
@require_safe
def how_to(request: HttpRequest, who: str) -> HttpResponse:
    """The page for owner, curator or member; the links on it lead nobody to a closed door."""
    if who not in PAGES:
        raise Http404
    require(request.member, P.READ_HOW_TO, who)
    asked = [q for q in PAGES[who] if q.of_owner_too or not request.member.is_owner]
    shown = {"questions": asked, "who": who}
    shown["others"] = [page for page in PAGES if P.READ_HOW_TO.allows(request.member, page)]
    return render(request, "communities/how_to.html", shown)
