"""Archiving a subgroup, and bringing it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from subgroups import operations, queries
from subgroups.permissions import P
from subgroups.views.cards import seen_by


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Says how many are in it and what it means for them; then archives."""
    subgroup = seen_by(request, pk)
    if request.method == "POST":
        operations.archive(actor=request.member, subgroup=subgroup)
        return redirect("subgroups:card", request.community.slug, pk)
    require(request.member, P.ARCHIVE, subgroup)
    shown = {"subgroup": subgroup, "people": len(queries.people_of(subgroup))}
    return render(request, "subgroups/archive.html", shown)


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    operations.bring_back(actor=request.member, subgroup=seen_by(request, pk))
    return redirect("subgroups:card", request.community.slug, pk)
