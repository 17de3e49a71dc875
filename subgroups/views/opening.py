"""The third screen of opening: the first subgroups, and how people come in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities.forms import ScreeningForm
from communities.queries import questions_asked
from communities.views.opening import (
    asked_by,
    forget_typed,
    keep_typed,
    screening_form,
    take_typed,
)
from core.permissions import require
from subgroups import operations
from subgroups.forms import FirstSubgroupsForm
from subgroups.models import Subgroup
from subgroups.permissions import P


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Ends on the desk, which shows what to do next."""
    require(request.member, P.OPEN)
    if "back" in request.POST:
        keep_typed(request)
        return redirect("billing:opening", request.community.slug)
    form = FirstSubgroupsForm(request.POST or None, initial=take_typed(request).dict())
    screening = screening_form(request)
    if request.method == "POST" and form.is_valid() and screening.is_valid():
        try:
            operations.open_first(
                actor=request.member, questions=asked_by(screening), **form.cleaned_data
            )
        except operations.Taken:
            form.refuse_taken()
        else:
            forget_typed(request)
            return redirect("communities:desk", request.community.slug)
    return page(request, form, screening)


def page(request: HttpRequest, form: FirstSubgroupsForm, screening: ScreeningForm) -> HttpResponse:
    shown = {
        "form": form,
        "there": Subgroup.objects.standing().filter(for_staff=False).order_by("name_key"),
        "screening": screening,
        "asks": bool(questions_asked()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/opening.html", shown, status=status)
