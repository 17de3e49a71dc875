"""A person's page, and «Мой круг», of which nobody else learns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from communities.models import Membership
from communities.queries import apart_of
from feeds import operations
from feeds.queries import circle_of, is_near, stream_named
from feeds.views.streams import show


def visible_person(request: HttpRequest, pk: int) -> Membership:
    """Raises `Http404`."""
    return get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """An alias and what they wrote, as far as the asker may read it."""
    found = visible_person(request, pk)
    here = stream_named("person", pk, request.member)
    kept = apart_of(request.member)
    return show(
        request,
        here,
        person=found,
        is_near=is_near(request.member, found),
        is_muted=pk in kept.muted,
        is_blocked=pk in kept.blocked,
    )


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_person(request, pk)
    operations.follow(actor=request.member, person=found)
    return answer(request, found, is_near=True)


@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_person(request, pk)
    operations.unfollow(actor=request.member, person=found)
    return answer(request, found, is_near=False)


def answer(request: HttpRequest, person: Membership, *, is_near: bool) -> HttpResponse:
    """The button as it is now: alone for HTMX, else on the person's page."""
    if not request.htmx:
        return redirect("feeds:person", request.community.slug, person.pk)
    context = {"person": person, "is_near": is_near, "community": request.community}
    return render(request, "feeds/_follow.html", context)


@require_GET
def circle(request: HttpRequest) -> HttpResponse:
    context = {"people": circle_of(request.member), "community": request.community}
    return render(request, "feeds/circle.html", context)
