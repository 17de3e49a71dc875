"""Naming a deputy, and being back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities import operations
from communities.forms import DeputyForm
from communities.models import Membership
from communities.permissions import P
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what a deputy may do, asks until when."""
    person = person_or_404(request, pk)
    require(request.member, P.NAME_DEPUTY, person)
    form = DeputyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.name_deputy(actor=request.member, member=person, **form.cleaned_data)
        return redirect("communities:member", request.community.slug, pk)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "person": person}
    return render(request, "communities/deputy.html", shown, status=status)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    operations.release_deputy(actor=request.member, member=person_or_404(request, pk))
    return redirect("communities:member", request.community.slug, pk)


def person_or_404(request: HttpRequest, pk: int) -> Membership:
    found: Membership = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    return found
