"""The second screen of opening: what is sold, or nothing for now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from billing import operations, queries
from billing.forms import PlanForm, PriceFormSet
from billing.permissions import P
from communities.forms import ScreeningForm
from communities.operations import change_screening
from communities.queries import questions_asked
from communities.views.opening import (
    asked_by,
    forget_typed,
    keep_typed,
    screening_form,
    take_typed,
)
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
    screening = screening_form(request)
    wanted = [screening] if "later" in request.POST else [form, prices, screening]
    valid = [each.is_valid() for each in wanted]
    if not all(valid):
        return page(request, form, prices, status=422)
    save(request, form, prices, screening)
    forget_typed(request)
    return redirect("subgroups:opening", request.community.slug)


def save(request: HttpRequest, form: Any, prices: Any, screening: ScreeningForm) -> None:
    """The plan with its questions; or, without one for now, the questions alone."""
    questions = asked_by(screening)
    if "later" not in request.POST:
        sold: Any = {**form.cleaned_data, "prices": prices.new_prices(), "questions": questions}
        operations.open_plan(actor=request.member, **sold)
    elif questions:
        change_screening(actor=request.member, asks=True, questions=questions)


def page(request: HttpRequest, form: Any, prices: Any, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "prices": prices,
        "plans": queries.plans_for_sale_desk(),
        "screening": screening_form(request),
        "asks": bool(questions_asked()),
    }
    return render(request, "billing/opening.html", shown, status=status)


def rows(typed: Any) -> list[dict[str, str]]:
    """The prices that were half typed, as a formset shows them first."""
    names = ("currency", "amount", "interval", "way")
    found = [
        {name: typed.get(f"form-{number}-{name}", "") for name in names} for number in range(3)
    ]
    return [row for row in found if row["amount"]]
