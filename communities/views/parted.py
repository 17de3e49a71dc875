"""People the owner parted with, and letting them ask again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities import operations, queries
from communities.models import Membership
from communities.permissions import P
from core.permissions import require


@require_safe
def parted(request: HttpRequest) -> HttpResponse:
    require(request.member, P.LIFT_REMOVAL)
    return render(
        request, "communities/parted.html", {"people": queries.parted_with(request.member)}
    )


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    operations.lift_removal(actor=request.member, member=person)
    return redirect("communities:parted", request.community.slug)
