"""What the owner sells."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from billing import operations, queries
from billing.forms import GraceForm, PlanForm, PriceForm, PriceFormSet
from billing.models import Plan, Price
from billing.permissions import P
from communities.forms import ScreeningForm
from communities.queries import questions_asked, screening_now
from core.permissions import require


@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """All plans; one form opens another with its prices."""
    require(request.member, P.SELL)
    if request.method == "GET":
        return page(request)
    form = PlanForm(request.POST)
    prices: Any = PriceFormSet(request.POST)
    screening = screening_form(request.POST)
    if not all([form.is_valid(), prices.is_valid(), screening.is_valid()]):
        return page(request, status=422, form=form, prices=prices, screening=screening)
    asked = screening.cleaned_data["questions"] if screening.cleaned_data["asks"] else []
    sold: Any = {**form.cleaned_data, "prices": prices.new_prices(), "questions": asked}
    operations.open_plan(actor=request.member, **sold)
    return redirect("billing:plans", request.community.slug)


def screening_form(data: Any = None) -> ScreeningForm:
    """Asking newcomers first is switched on along with a plan; off on its own page."""
    return ScreeningForm(data, screening=screening_now(), prefix="ask")


def page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    """The desk; each plan carries the form that adds a price to it."""
    community = request.community
    adding = forms.pop("adding", {})
    rows = [
        (plan, adding.get(plan.pk) or PriceForm(prefix=plan.code))
        for plan in queries.plans_for_sale_desk()
    ]
    days = {"full_days": community.full_grace_days, "reading_days": community.reading_grace_days}
    context = {
        "plans": rows,
        "form": PlanForm(),
        "prices": PriceFormSet(),
        "screening": screening_form(),
        "asks": bool(questions_asked()),
        "grace": GraceForm(initial=days),
        **forms,
    }
    return render(request, "billing/plans.html", context, status=status)


@require_POST
def add_price(request: HttpRequest, plan: int) -> HttpResponse:
    """A currency more in two clicks."""
    require(request.member, P.SELL)
    found = get_object_or_404(Plan.objects.live(), pk=plan)
    form = PriceForm(request.POST, prefix=found.code)
    if form.is_valid():
        try:
            operations.add_price(actor=request.member, plan=found, price=form.new_price())
        except operations.PriceTaken:
            form.add_error("currency", _("The plan already has such a price."))
        else:
            return redirect("billing:plans", request.community.slug)
    return page(request, status=422, adding={found.pk: form})


@require_POST
def archive_price(request: HttpRequest, price: int) -> HttpResponse:
    found = get_object_or_404(Price.objects.visible_to(request.member), pk=price)
    operations.archive_price(actor=request.member, price=found)
    return redirect("billing:plans", request.community.slug)


@require_POST
def archive_plan(request: HttpRequest, plan: int) -> HttpResponse:
    found = get_object_or_404(Plan.objects.visible_to(request.member), pk=plan)
    operations.archive_plan(actor=request.member, plan=found)
    return redirect("billing:plans", request.community.slug)


@require_POST
def change_grace(request: HttpRequest) -> HttpResponse:
    require(request.member, P.CHANGE_GRACE)
    form = GraceForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, grace=form)
    operations.change_grace(actor=request.member, **form.cleaned_data)
    return redirect("billing:plans", request.community.slug)
