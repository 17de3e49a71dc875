"""Help now, inside a community: the owner's own contacts, then the country's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.entry import Opens, opens
from core.help_now import contacts_for


@opens(Opens.MEMBER)
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Reads only: nobody learns that it was opened."""
    shown = {"contacts": contacts_for(request)}
    return render(request, "communities/help_now.html", shown)
