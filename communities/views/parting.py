"""Parting: announcing it, taking it back, and the page the person concerned reads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import operations, queries
from communities.entry import Opens, opens
from communities.forms import PartingForm
from communities.models import Membership, Parting
from communities.permissions import P
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for reason, day and words, then ends the membership on that day."""
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    require(request.member, P.REMOVE_MEMBER, person)
    form = PartingForm(request.POST or None, actor=request.member, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            operations.remove_member(actor=request.member, member=person, **form.cleaned_data)
        except operations.AlreadyParting:
            form.refuse_second()
        else:
            return redirect("communities:people", request.community.slug)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "person": person}
    return render(request, "communities/part.html", shown, status=status)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The member stays."""
    rows = Parting.objects.visible_to(request.member).ahead().select_related("membership")
    parting = get_object_or_404(rows, pk=pk)
    operations.take_back_parting(actor=request.member, parting=parting)
    return redirect("communities:people", request.community.slug)


@opens(Opens.MEMBER)
@require_safe
def parting(request: HttpRequest) -> HttpResponse:
    """What the person parted with reads: the day, the words, where to turn next."""
    found = queries.own_parting(request.member)
    if found is None:
        raise Http404
    return render(request, "communities/parting.html", {"parting": found})
