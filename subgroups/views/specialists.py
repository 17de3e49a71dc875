"""Naming specialists of the whole community, who come into the staff subgroup with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from communities.models import Membership
from subgroups import staff


@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    staff.make_specialist(actor=request.member, member=person)
    return redirect("communities:people", request.community.slug)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    staff.make_member(actor=request.member, member=person)
    return redirect("communities:people", request.community.slug)
