"""«Please find me a subgroup», and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from subgroups import operations


@require_POST
def seek(request: HttpRequest) -> HttpResponse:
    operations.ask_for_any(actor=request.member)
    return redirect("feeds:welcome", request.community.slug)


@require_POST
def seek_no_more(request: HttpRequest) -> HttpResponse:
    operations.ask_no_more(actor=request.member)
    return redirect("feeds:welcome", request.community.slug)
