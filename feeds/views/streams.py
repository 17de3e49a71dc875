"""Streams: my circle, the whole community, a subgroup, a hashtag, and what is newer there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from communities.operations import note_look
from core import text
from feeds.models import Hashtag
from feeds.queries import Audiences, Page, Stream, page_of, stream_named
from feeds.views.composer import post_composer
from subgroups.models import Subgroup

MIXED = {"all", "circle"}


@require_GET
def stream(request: HttpRequest, name: str = "") -> HttpResponse:
    """One of the two mixed streams; without a name, one's circle if anybody is in it."""
    member = request.member
    if member.welcome_due and not request.htmx:
        return redirect("feeds:welcome", request.community.slug)
    if not name:
        name = "circle" if member.circle.exists() else "all"
        return redirect("feeds:stream", request.community.slug, name)
    if name not in MIXED:
        raise Http404
    return show(request, stream_named(name, None, member), writes=True)


@require_GET
def subgroup(request: HttpRequest, pk: int) -> HttpResponse:
    """The stream of a subgroup: of a closed one, for who does not read it, there is none."""
    place = get_object_or_404(Subgroup.objects.readable_by(request.member), pk=pk)
    return show(request, stream_named("subgroup", pk, request.member), place, writes=True)


@require_GET
def tag(request: HttpRequest, key: str) -> HttpResponse:
    hashtag = get_object_or_404(Hashtag.objects.visible_to(request.member), key=text.key(key))
    readable = Subgroup.objects.readable_by(request.member)
    here = stream_named("tag", hashtag.pk, request.member)
    return show(
        request, here, hashtag=hashtag, its_subgroup=readable.filter(tag_key=hashtag.key).first()
    )


def show(
    request: HttpRequest,
    here: Stream,
    place: Subgroup | None = None,
    *,
    writes: bool = False,
    **context: Any,
) -> HttpResponse:
    """The page of a stream; asked by HTMX for what came earlier, that alone."""
    audiences = Audiences()
    before = request.GET.get("before", "")
    page = asked_page(request, here, audiences, before=before)
    context |= {"stream": here, "page": page, "community": request.community}
    if request.htmx and before:
        return render(request, "feeds/_earlier.html", context)
    if here.name in MIXED:
        note_look(actor=request.member)
    context["subgroup"] = place
    context["form"] = post_composer(request, audiences, place) if writes else None
    return render(request, "feeds/stream.html", context)


def asked_page(request: HttpRequest, here: Stream, audiences: Audiences, **cursor: str) -> Page:
    """Raises `Http404` for a cursor that is none."""
    try:
        return page_of(here, request.member, audiences, **cursor)
    except ValueError as error:
        raise Http404 from error


@require_GET
def newer(request: HttpRequest, name: str, pk: int | None = None) -> HttpResponse:
    """Posts after a cursor, for catching up; some may stand on the page already."""
    here = asked_stream(request, name, pk)
    page = asked_page(request, here, Audiences(), after=request.GET.get("after", ""))
    context = {"page": page, "community": request.community}
    response = render(request, "feeds/_posts.html", context)
    response.headers["Cursor"] = page.newest
    return response


def asked_stream(request: HttpRequest, name: str, pk: int | None) -> Stream:
    """Raises `Http404` for a name that is none and for a subgroup one does not read."""
    if (pk is None) != (name in MIXED):
        raise Http404
    if name == "subgroup":
        get_object_or_404(Subgroup.objects.readable_by(request.member), pk=pk)
    try:
        return stream_named(name, pk, request.member)
    except KeyError as error:
        raise Http404 from error
