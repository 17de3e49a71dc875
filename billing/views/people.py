"""Who paid what: for the owner alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from billing import operations, queries
from billing.forms import HandPaymentForm, PlaceForm
from billing.models import Grant, HandPayment, MoneyAlert
from billing.permissions import P
from communities.models import Membership
from core.permissions import require


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Alerts, who is behind, then everybody by alias."""
    require(request.member, P.SEE_PAYMENTS)
    rows = queries.everybody(request.GET.get("after", ""))
    context = {
        "payers": rows,
        "after": rows[-1].member.alias_key if len(rows) == queries.PAGE else "",
        "waiting": queries.waiting_for_owner(),
        "behind": queries.behind(),
        "alerts": queries.open_alerts(request.member),
    }
    return render(request, "billing/people.html", context)


def person_or_404(request: HttpRequest, pk: int) -> Membership:
    require(request.member, P.SEE_PAYMENTS)
    return get_object_or_404(queries.with_payments().select_related("community", "user"), pk=pk)


@require_GET
def person(request: HttpRequest, member: int) -> HttpResponse:
    return page(request, person_or_404(request, member))


def page(request: HttpRequest, member: Membership, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "person": member,
        "can_be_given": P.GIVE_PLACE.allows(request.member, member),
        "standing": queries.standing_of(member),
        "receipts": queries.receipts_of(member),
        "refunds": queries.refunds_of(member),
        "hand_payments": queries.hand_payments_of(member),
        "place_form": PlaceForm(prefix="place"),
        "payment_form": HandPaymentForm(prefix="payment"),
        **forms,
    }
    return render(request, "billing/person.html", context, status=status)


@require_POST
def give_place(request: HttpRequest, member: int) -> HttpResponse:
    who = person_or_404(request, member)
    form = PlaceForm(request.POST, prefix="place")
    if not form.is_valid():
        return page(request, who, status=422, place_form=form)
    operations.give_place(actor=request.member, member=who, **form.cleaned_data)
    return redirect("billing:person", request.community.slug, who.pk)


@require_POST
def record_payment(request: HttpRequest, member: int) -> HttpResponse:
    who = person_or_404(request, member)
    form = HandPaymentForm(request.POST, prefix="payment")
    if not form.is_valid():
        return page(request, who, status=422, payment_form=form)
    operations.record_hand_payment(actor=request.member, member=who, **form.cleaned_data)
    return redirect("billing:person", request.community.slug, who.pk)


@require_POST
def revoke_place(request: HttpRequest, grant: int) -> HttpResponse:
    require(request.member, P.SEE_PAYMENTS)
    found = get_object_or_404(Grant.objects.standing().select_related("membership"), pk=grant)
    operations.revoke_place(actor=request.member, grant=found)
    return redirect("billing:person", request.community.slug, found.membership_id)


@require_POST
def take_back_payment(request: HttpRequest, payment: int) -> HttpResponse:
    require(request.member, P.SEE_PAYMENTS)
    rows = HandPayment.objects.standing().select_related("membership")
    found = get_object_or_404(rows, pk=payment)
    operations.take_back_hand_payment(actor=request.member, payment=found)
    return redirect("billing:person", request.community.slug, found.membership_id)


@require_POST
def settle_alert(request: HttpRequest, alert: int) -> HttpResponse:
    rows = MoneyAlert.objects.visible_to(request.member).select_related("membership")
    operations.settle_alert(actor=request.member, alert=get_object_or_404(rows, pk=alert))
    return redirect("billing:people", request.community.slug)
