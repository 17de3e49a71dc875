"""The second screen of opening: what is sold, or nothing for now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from billing import operations, queries
from billing.forms import PlanForm, PriceFormSet
from billing.permissions import P
from communities.views.opening import forget_typed, keep_typed, take_typed
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """One plan with its prices; or on without one."""
    require(request.member, P.SELL)
    if "back" in request.POST:
        keep_typed(request)
        return redirect("communities:opening", request.community.slug)
    if request.method != "POST":
        typed = take_typed(request)
        return page(request, PlanForm(initial=typed.dict()), PriceFormSet(initial=rows(typed)))
    form, prices = PlanForm(request.POST), PriceFormSet(request.POST)
    if "later" not in request.POST:
        if not (form.is_valid() and prices.is_valid()):
            return page(request, form, prices, status=422)
        sold: Any = {**form.cleaned_data, "prices": prices.new_prices()}
        operations.open_plan(actor=request.member, **sold)
    forget_typed(request)
    return redirect("subgroups:opening", request.community.slug)


def page(request: HttpRequest, form: Any, prices: Any, status: int = 200) -> HttpResponse:
    shown = {"form": form, "prices": prices, "plans": queries.plans_for_sale_desk()}
    return render(request, "billing/opening.html", shown, status=status)


def rows(typed: Any) -> list[dict[str, str]]:
    """The prices that were half typed, as a formset shows them first."""
    names = ("currency", "amount", "interval", "way")
    found = [
        {name: typed.get(f"form-{number}-{name}", "") for name in names} for number in range(3)
    ]
    return [row for row in found if row["amount"]]
