"""What is offered while one types, as options of a listbox."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from feeds.queries import readable_place, suggest_people, suggest_tags
from subgroups.models import Subgroup

LONGEST_PREFIX = 30


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Those who may read `place` (a subgroup's id, else the common space)."""
    try:
        place = readable_place(request.member, request.GET.get("place", ""))
    except Subgroup.DoesNotExist as error:
        raise Http404 from error
    prefix = request.GET.get("q", "")[:LONGEST_PREFIX]
    found = suggest_people(member=request.member, prefix=prefix, place=place)
    return render(request, "feeds/_people_options.html", {"people": found})


@require_GET
def tags(request: HttpRequest) -> HttpResponse:
    prefix = request.GET.get("q", "")[:LONGEST_PREFIX]
    found = suggest_tags(member=request.member, prefix=prefix)
    return render(request, "feeds/_tag_options.html", {"tags": found})
