"""The floor F: a page of twenty posts as plain Django makes it, and a plain POST of one INSERT.

Routed by `bench.urls` alone, behind the product's middleware and entry.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.cache import cache
from django.db import connection
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import linebreaks
from django.views.decorators.http import require_GET, require_POST

from feeds.models import Post, PostHashtag

POSTS = 20


class PlainForm(forms.Form):
    body = forms.CharField(max_length=20_000)


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Two queries: posts with author and group, and their hashtags."""
    tagged = PostHashtag.objects.select_related("hashtag")
    posts = Post.objects.select_related("author", "subgroup").order_by("-published_at", "-id")
    found = posts.prefetch_related(Prefetch("tagged", tagged))[:POSTS]
    return render(request, "bench/feed.html", {"posts": found})


@require_GET
def empty(request: HttpRequest) -> HttpResponse:
    """What session, user, membership and middleware cost alone."""
    return HttpResponse("")


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    form = PlainForm(request.POST)
    if form.is_valid():
        body = form.cleaned_data["body"]
        Post.objects.create(
            author=request.member, source=body, html=linebreaks(body), submission=uuid4()
        )
    return redirect("bench_feed", request.community.slug)


@require_GET
def own_posts(request: HttpRequest) -> HttpResponse:
    """How many posts the member has written."""
    return HttpResponse(Post.objects.filter(author=request.member).count())


class Instruments:
    """Does what the header `X-Bench` asks: `cold` forgets all fragments first, `count` counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get("X-Bench", "")
        if "cold" in asked:
            cache.clear()
        return self.counted(request) if "count" in asked else self.get_response(request)

    def counted(self, request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Callable[..., Any], *args: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*args)

        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(queries)
        return response
