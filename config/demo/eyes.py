"""One post with four pairs of eyes: the true pages, asked for through the true entry.

Each is a request of its own with a session of its own, made inside a transaction that is taken
back: looking leaves no trace, reads no notice, keeps no session.
"""

import re
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from accounts import devices
from accounts.models import User
from accounts.sessions import BACKEND
from communities.models import Membership
from config.demo.stories import community_of, story_of
from config.demo.tour import tick
from config.seeds import Story
from core.tenancy import community_scope
from feeds.models import Post

PLACES = {
    "closed": _("In a closed subgroup"),
    "open": _("In an open subgroup"),
    "common": _("In the common space"),
}
WHO = {
    "owner": _("The owner"),
    "curator": _("A curator of another subgroup"),
    "neighbour": _("A member of another subgroup"),
    "stranger": _("A stranger, not signed in"),
}
SANDBOX = (
    "sandbox allow-same-origin; default-src 'self'; img-src 'self' data: blob:; "
    "frame-ancestors 'self'"
)
SCRIPT = re.compile(rb"<script\b.*?</script>", re.DOTALL)


class Look(NamedTuple):
    """What one of the four gets: a status, said in words, and the address of the frame."""

    title: str | Promise
    verdict: str | Promise
    frame: str


@require_GET
def eyes(request: HttpRequest) -> HttpResponse:
    """The four beside each other; having looked is a step of the tour."""
    story, place = story_of(request), request.GET.get("place", "closed")
    address = address_in(story, place)
    looks = [
        Look(
            title if not (who == "curator" and place == "open") else _("Its curator"),
            verdict(seen(request, user_of(story, who), address)),
            reverse("demo_eyes_frame", args=[place, who]),
        )
        for who, title in WHO.items()
    ]
    context = {"looks": looks, "place": place, "places": PLACES, "address": address}
    response = render(request, "config/demo_eyes.html", context)
    tick(response, "eyes")
    return response


@require_GET
def frame(request: HttpRequest, place: str, who: str) -> HttpResponse:
    """The very page one of them gets, without its scripts and with its forms at rest."""
    story = story_of(request)
    if who not in WHO:
        raise Http404
    user, address = user_of(story, who), address_in(story, place)
    answer = seen(request, user, address)
    if answer.status_code in (301, 302):
        answer = seen(request, user, answer.headers["Location"])
    shown = HttpResponse(SCRIPT.sub(b"", answer.content), status=answer.status_code)
    shown.headers["Content-Security-Policy"] = SANDBOX
    shown.headers["X-Frame-Options"] = "SAMEORIGIN"
    return shown


def address_in(story: Story, place: str) -> str:
    """The address of the newest hand-written post there. Raises `Http404`."""
    community = community_of(story)
    if community is None or place not in PLACES:
        raise Http404
    names = {kind: name for name, _purpose, kind, _tag, _inside in reversed(story.subgroups)}
    with community_scope(community):
        posts = Post.objects.filter(author__alias__in=[words.alias for words in story.words])
        if place == "common":
            post = posts.filter(subgroup=None, hidden_at=None).newest_first().first()
        else:
            home = posts.filter(subgroup__name=names[place], hidden_at=None)
            post = home.newest_first().first()
    if post is None:
        raise Http404
    return reverse("feeds:post", args=[story.slug, post.pk])


def user_of(story: Story, who: str) -> User | None:
    """Whose eyes these are; the neighbour is of the second subgroup alone."""
    if who == "stranger":
        return None
    if who != "neighbour":
        return User.objects.filter(email=f"{who}.{story.language}@demo.example").first()
    alias = story.subgroups[1][4][0]
    community = community_of(story)
    with community_scope(community):
        place = Membership.objects.select_related("user").filter(alias=alias).first()
    return place.user if place else None


def seen(request: HttpRequest, user: User | None, address: str) -> Any:
    """What `user` is answered at `address`; nothing that happens meanwhile stays."""
    language, zone = translation.get_language(), timezone.get_current_timezone()
    try:
        with transaction.atomic():
            key = session_of(user) if user else ""
            answer = pages().get_response(asked(request, key, address))
            transaction.set_rollback(True)
    finally:
        translation.activate(language or settings.LANGUAGE_CODE)
        timezone.activate(zone)
    return answer


@cache
def pages() -> WSGIHandler:
    """The whole chain of middleware, as the server has it."""
    return WSGIHandler()


def asked(request: HttpRequest, key: str, address: str) -> WSGIRequest:
    """A request like this one's browser would send, with another session."""
    parts = urlsplit(address)
    language = translation.get_language()
    kept = {
        name: value
        for name, value in request.META.items()
        if name.startswith(("SERVER_", "REMOTE_", "wsgi.")) or name in ("HTTP_HOST", "SCRIPT_NAME")
    }
    return WSGIRequest(
        {
            **kept,
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "HTTP_ACCEPT_LANGUAGE": language,
            "HTTP_COOKIE": f"session={key}; language={language}" if key else f"language={language}",
            "wsgi.input": BytesIO(),
        }
    )


def session_of(user: User) -> str:
    """The key of a session as signing in leaves it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    devices.remember(session, shared=False)
    session.create()
    return str(session.session_key)


def verdict(answer: Any) -> str | Promise:
    said = {
        200: pgettext_lazy("eyes", "Reads it"),
        404: pgettext_lazy("eyes", "For them it does not exist: the page of an address never used"),
        302: pgettext_lazy("eyes", "Is asked to sign in, as at any address here"),
    }
    return said.get(answer.status_code, str(answer.status_code))
