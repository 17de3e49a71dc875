"""The first page inside: a subgroup to choose or to ask for, and a word of introduction."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from communities.operations import end_welcome
from feeds.queries import Audiences
from feeds.views.composer import post_composer
from subgroups.queries import all_cards, is_seeking


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Shown once by itself, found again from one's own page."""
    end_welcome(actor=request.member)
    cards, _archived = all_cards(request.member)
    context = {
        "cards": [card for card in cards if not card.subgroup.for_staff],
        "is_seeking": is_seeking(request.member),
        "form": post_composer(request, Audiences()),
        "community": request.community,
    }
    return render(request, "feeds/welcome.html", context)
