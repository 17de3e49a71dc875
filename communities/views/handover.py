"""Handing the community over: the page of the two it is between."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.fresh import fresh_required
from communities import operations, queries
from communities.models import Handover, Membership
from communities.permissions import P
from core.permissions import require


@require_safe
def handover(request: HttpRequest) -> HttpResponse:
    """For the owner what can be done; for whom it is offered to, the offer."""
    require(request.member, P.OPEN_HANDOVER)
    offer = queries.offer_standing(request.member)
    shown = {"offer": offer}
    if P.HAND_OVER.allows(request.member):
        shown["candidates"] = queries.specialists_here()
    return render(request, "communities/handover.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what passes over, then offers. A second offer is refused with a sentence."""
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    require(request.member, P.HAND_OVER, person)
    return confirmed_offer(request, person)


@fresh_required
def confirmed_offer(request: HttpRequest, person: Membership) -> HttpResponse:
    refused = False
    if request.method == "POST":
        try:
            operations.offer_community(actor=request.member, member=person)
        except operations.AlreadyOffered:
            refused = True
        else:
            return redirect("communities:handover", request.community.slug)
    shown = {"person": person, "refused": refused}
    return render(request, "communities/handover_offer.html", shown, status=422 if refused else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return end(request, pk, operations.withdraw_offer)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return end(request, pk, operations.decline_community)


def end(request: HttpRequest, pk: int, deed: operations.Ending) -> HttpResponse:
    """One of the two ends it; whoever is too late is told so."""
    try:
        deed(actor=request.member, offer=offer_or_404(request, pk))
    except operations.OfferOver:
        messages.info(request, _("This offer is over already."))
    return redirect("communities:door", request.community.slug)


def offer_or_404(request: HttpRequest, pk: int) -> Handover:
    rows = Handover.objects.visible_to(request.member).select_related("offered_by", "offered_to")
    found: Handover = get_object_or_404(rows, pk=pk)
    return found
