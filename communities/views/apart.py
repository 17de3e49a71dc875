"""Whom one does not hear, from whom one keeps away, and taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities import operations, queries
from communities.models import Membership


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    mutes, blocks = queries.kept_apart(request.member)
    return render(request, "communities/apart.html", {"mutes": mutes, "blocks": blocks})


@require_POST
def mute(request: HttpRequest, pk: int) -> HttpResponse:
    return done(request, pk, operations.mute, "communities:unmute")


@require_POST
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    return done(request, pk, operations.unmute)


@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    return done(request, pk, operations.block, "communities:unblock")


@require_POST
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    return done(request, pk, operations.unblock)


def done(request: HttpRequest, pk: int, operation: Any, undo: str = "") -> HttpResponse:
    """Stands in place of the words with a way back; without HTMX the list, which has it too."""
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    operation(actor=request.member, person=person)
    if request.htmx and undo:
        return render(request, "communities/_apart_done.html", {"person": person, "undo": undo})
    return redirect("communities:apart", request.community.slug)
