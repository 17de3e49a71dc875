"""Who is here, and parting with somebody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities import operations, queries
from communities.forms import PartingForm
from communities.models import Membership
from communities.permissions import P
from core.permissions import require


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    here = queries.people_here(request.member)
    return render(request, "communities/people.html", {"people": here})


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then ends the membership at once."""
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    require(request.member, P.REMOVE_MEMBER, person)
    form = PartingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.remove_member(actor=request.member, member=person, **form.cleaned_data)
        return redirect("communities:people", request.community.slug)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "person": person}
    return render(request, "communities/part.html", shown, status=status)
