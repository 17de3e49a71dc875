"""The quiet right column, loaded once a wide screen shows it; without script a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from feeds.queries import newcomers, not_answered_yet


@require_safe
def beside(request: HttpRequest) -> HttpResponse:
    people = newcomers(request.member)
    posts = not_answered_yet(request.member, people)
    page = "feeds/_beside.html" if request.htmx else "feeds/beside.html"
    return render(request, page, {"people": people, "posts": posts})
