"""Who is here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import queries


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    here = queries.people_here(request.member)
    return render(request, "communities/people.html", {"people": here})
