"""Taking a community over: accepted here, since access and payments change with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.fresh import fresh_required
from billing import operations
from communities.models import Handover
from communities.operations import OfferOver
from communities.permissions import P
from communities.views.handover import offer_or_404
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, offer: int) -> HttpResponse:
    """Says what passes over, then swaps the roles."""
    found = offer_or_404(request, offer)
    require(request.member, P.ANSWER_OFFER, found)
    return confirmed(request, found)


@fresh_required
def confirmed(request: HttpRequest, found: Handover) -> HttpResponse:
    if request.method != "POST":
        return render(request, "billing/take_over.html", {"offer": found})
    try:
        operations.take_over(actor=request.member, offer=found)
    except OfferOver:
        messages.info(request, _("This offer is over already."))
        return redirect("communities:door", request.community.slug)
    return redirect("communities:desk", request.community.slug)
