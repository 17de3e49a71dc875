"""A member's own payments. These pages stay open without access."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from billing import gateway, operations, queries
from billing.forms import AskForm, PayForm
from billing.models import Subscription
from communities.entry import Opens, opens
from communities.models import Membership


@opens(Opens.MEMBER)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I have, until when, and how to pay; before a closed door Stripe is asked once."""
    if request.member.state == Membership.State.APPLYING:
        return redirect("communities:application", request.community.slug)
    if not request.member.may_read:
        operations.refresh_before_denial(member=request.member)
    return render(request, "billing/mine.html", shown(request.member))


def shown(member: Membership) -> dict[str, Any]:
    return {
        "member": member,
        "standing": queries.standing_of(member),
        "offers": queries.offers(member.community),
        "receipts": queries.receipts_of(member),
        "refunds": queries.refunds_of(member),
        "hand_payments": queries.hand_payments_of(member),
    }


@opens(Opens.MEMBER)
@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    """On to the page where the card is typed."""
    form = PayForm(request.POST)
    if not form.is_valid():
        context = {**shown(request.member), "form": form}
        return render(request, "billing/mine.html", context, status=422)
    try:
        url = operations.start_checkout(member=request.member, price=form.cleaned_data["price"])
    except operations.AlreadySubscribed:
        messages.info(request, _("Your subscription is already there. Nothing was charged twice."))
        return redirect("billing:mine", request.community.slug)
    except (gateway.StripeError, operations.Busy):
        return unanswered(request)
    return redirect(url)


@opens(Opens.MEMBER)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Tell the owner that I will pay by transfer, or that I ask for a place."""
    form = AskForm(request.POST)
    if not form.is_valid():
        context = {**shown(request.member), "form": form}
        return render(request, "billing/mine.html", context, status=422)
    operations.ask_for_place(member=request.member, price=form.cleaned_data["price"])
    messages.success(request, _("The owner now sees that you are waiting."))
    return redirect("billing:mine", request.community.slug)


def unanswered(request: HttpRequest) -> HttpResponse:
    return render(request, "billing/unanswered.html", status=503)


@opens(Opens.MEMBER)
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from paying: says "in" or "not yet", never "failed", and opens nothing by itself."""
    member, session_id = request.member, request.GET.get("session", "")
    operations.look_at_checkout(member=member, session_id=session_id)
    member.refresh_from_db()
    if member.may_read:
        messages.success(request, _("Thank you. Your access is open."))
        return onward(request)
    template = "billing/return.html#waiting" if request.htmx else "billing/return.html"
    return render(request, template)


def onward(request: HttpRequest) -> HttpResponse:
    response = redirect("communities:door", request.community.slug)
    return HttpResponseClientRedirect(response.url) if request.htmx else response


def own_subscription(request: HttpRequest) -> Subscription:
    live = Subscription.objects.live().filter(membership=request.member)
    return get_object_or_404(live.select_related("price__plan"))


@opens(Opens.MEMBER)
@require_http_methods(["GET", "POST"])
def stop_renewal(request: HttpRequest) -> HttpResponse:
    """First click says what will happen, the second does it."""
    subscription = own_subscription(request)
    if request.method == "GET":
        return render(request, "billing/stop_renewal.html", {"subscription": subscription})
    try:
        operations.cancel_at_period_end(actor=request.member, subscription=subscription)
    except gateway.StripeError:
        return unanswered(request)
    messages.success(request, _("Renewal is off. Nothing more will be charged."))
    return redirect("billing:mine", request.community.slug)


@opens(Opens.MEMBER)
@require_POST
def resume_renewal(request: HttpRequest) -> HttpResponse:
    subscription = own_subscription(request)
    try:
        operations.resume_renewal(actor=request.member, subscription=subscription)
    except gateway.StripeError:
        return unanswered(request)
    messages.success(request, _("Renewal is on again."))
    return redirect("billing:mine", request.community.slug)


@opens(Opens.MEMBER)
@require_GET
def change_card(request: HttpRequest) -> HttpResponse:
    """To the gateway's own page for the card."""
    try:
        url = operations.card_page(actor=request.member, subscription=own_subscription(request))
    except gateway.StripeError:
        return unanswered(request)
    if not url:
        raise Http404
    return redirect(url)
