"""The one door: `(slug, user) -> (community, member)`, for pages and for the socket.

Every address under `/c/<slug>/` passes here. A signed-out visitor is sent to sign-in whether the
address exists or not, unless it is a published front page. Whoever may not be here gets the same
404 as for an address never used; whoever has lost access is sent to billing.
"""

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import IntEnum
from importlib import import_module
from itertools import count
from typing import Any, TypeVar
from urllib.parse import urlencode

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts import devices, held, locking
from communities.models import NEVER, Community, Membership
from communities.queries.apart import with_apart
from core import live
from core.permissions import ReadingOnly, Refused
from core.sockets import in_pool, registry
from core.tenancy import across_communities, community_scope

Page = TypeVar("Page", bound=Callable[..., HttpResponse])
PREFIX = "/c/"
# What strangers may read of a community that published its front page: that page, the legal one.
PUBLIC = ("", "legal/", "logo/")


class Opens(IntEnum):
    """Whom a page under `/c/<slug>/` lets in. Without a mark: `READER`."""

    STRANGER = 0
    SIGNED_IN = 1
    MEMBER = 2
    READER = 3


def opens(to: Opens) -> Callable[[Page], Page]:
    """Mark a view with the least it asks of who enters."""

    def mark(view: Page) -> Page:
        view.opens = to
        return view

    return mark


def find(slug: str, user: Any) -> tuple[Community | None, Membership | None]:
    """The community at `slug` and this user's place in it, either `None`."""
    with across_communities("entry: which community is this, and is the user in it"):
        if user.is_authenticated:
            places = Membership.objects.select_related("community").filter(user=user)
            member = with_apart(places.filter(community__slug=slug)).first()
            if member:
                member.user = user
                return member.community, member
        return Community.objects.filter(slug=slug).first(), None


class EntryMiddleware:
    """Sets `request.community` and `request.member` and opens the community's scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.community = request.member = None
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if has_null(request):
            return absent(request)
        slug, _, rest = request.path_info.removeprefix(PREFIX).partition("/")
        community, member = find(slug, request.user)
        published_front = community and community.published_at and rest in PUBLIC
        if not request.user.is_authenticated and not published_front:
            return to_sign_in(request)
        request.community, request.member = community, member
        with scope_of(community):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path_info.startswith(PREFIX):
            return None
        kwargs.pop("slug", None)
        return admit(request, getattr(view, "opens", Opens.READER))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return absent(request)
        if isinstance(error, ReadingOnly):
            return reading_only(request)
        return None


def has_null(request: HttpRequest) -> bool:
    """Nobody types the character zero, and PostgreSQL refuses to compare with it."""
    return "\0" in request.path_info or "%00" in request.META["QUERY_STRING"]


def scope_of(community: Community | None) -> AbstractContextManager[None]:
    return community_scope(community) if community else nullcontext()


def admit(request: HttpRequest, asked: Opens) -> HttpResponse | None:
    """`None` lets the request through to its view. Raises `Http404`."""
    community, member = request.community, request.member
    if community is None:
        raise Http404
    if asked == Opens.STRANGER and (member or community.published_at):
        return None
    if asked == Opens.SIGNED_IN or (member and asked == Opens.MEMBER):
        return None
    if member is None:
        raise Http404
    return None if member.may_read else to_billing(request)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign-in and back; what was typed is kept for the same person."""
    back = request.get_full_path()
    if request.method == "POST":
        held.hold(request)
        back = came_from(request)
    return leave_for(request, redirect_to_login(back).url)


def leave_for(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that htmx follows with the whole page."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def came_from(request: HttpRequest) -> str:
    """The path of the page a form was sent from."""
    own = request.get_full_path()
    page = request.headers.get("HX-Current-URL", request.headers.get("Referer", own))
    return same_host_path(request, page)


def same_host_path(request: HttpRequest, url: str) -> str:
    """The path of an address on this host, else `/`."""
    root = f"{request.scheme}://{request.get_host()}"
    own = url.startswith((root + "/", "/")) and not url.startswith("//")
    return url.removeprefix(root) if own else "/"


def to_billing(request: HttpRequest) -> HttpResponse:
    return leave_for(request, reverse("billing:mine", args=[request.community.slug]))


def absent(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)


def absent_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for whatever has no address: the same bytes as `absent`."""
    return absent(request)


def reading_only(request: HttpRequest) -> HttpResponse:
    """403 with the reason; the typed text stands on the page.

    Whoever only has to agree to a new version is led there, and finds the text again afterwards.
    """
    member = request.member
    if member and member.must_accept and member.has_full_access:
        held.hold(request)
        back = urlencode({"next": came_from(request)})
        return leave_for(
            request, f"{reverse('communities:accept', args=[request.community.slug])}?{back}"
        )
    kept = request.POST.get("body", "")
    return render(request, "403_reading_only.html", {"kept_text": kept}, status=403)


CLOSE_SIGNED_OUT = 4401
CLOSE_NO_ACCESS = 4403
CLOSE_LOCKED = 4423
CLOSE_TOO_MUCH = 4429
# Another page of the same person took this one's place; it asks from time to time instead.
CLOSE_CROWDED = 4409
MOST_SOCKETS = 20
# A page joins three topics or four, when it opens and when its connection comes back.
MOST_TOPICS = 20
FRAMES_A_MINUTE = 120


order = count()


class LiveConsumer(AsyncWebsocketConsumer):
    """The one WebSocket of a tab, `/c/<slug>/live/`; apps register topics in `core.live`.

    In: `{"join": [topic, key]}`, `{"leave": [topic, key]}`.
    Out: `{"joined": [topic, key]}`, `{"topic": ..., "frames": [{action, target, html}]}`,
    `{"changed": true}` where the member's rights are different now.
    """

    # Hints come through the registry: a socket that asked the layer itself would die with Redis.
    channel_layer_alias = "none"
    viewer: live.Viewer
    user_id: int
    community_id: int
    read_until: datetime = NEVER
    minute = said = opened = 0

    async def __call__(self, *asgi: Any) -> None:
        """Leaves the registry however it ends: `disconnect` is not called after an error."""
        try:
            await super().__call__(*asgi)
        finally:
            await registry().remove(self)

    async def connect(self) -> None:
        self.slug = self.scope["url_route"]["kwargs"]["slug"]
        self.joined: set[tuple[str, str]] = set()
        await self.accept()
        if await self.prove():
            await registry().add(self)
            await self.make_room()
            # A right that ended before it stood in the registry has told nobody.
            await self.prove()

    async def make_room(self) -> None:
        """Close the oldest of this person's sockets in this process past `MOST_SOCKETS`."""
        self.opened = next(order)
        own = [each for each in registry().sockets if each.user_id == self.user_id]
        for old in sorted(own, key=lambda each: each.opened)[:-MOST_SOCKETS]:
            await old.end(CLOSE_CROWDED)

    async def prove(self) -> bool:
        """Look session and access up again; close where either has ended."""
        code = await in_pool(self.look_up)
        if code:
            await self.end(code)
        return not code

    async def end(self, code: int) -> None:
        await registry().remove(self)
        await self.close(code=code)

    def look_up(self) -> int:
        """0, or the code to close with. Runs in the pool."""
        sessions = import_module(settings.SESSION_ENGINE)
        session = sessions.SessionStore(self.scope["session"].session_key)
        user = get_user(_Holder(session))
        if not user.is_authenticated or devices.has_gone_quiet(session):
            return CLOSE_SIGNED_OUT
        if locking.is_locked(session):
            return CLOSE_LOCKED
        community, member = find(self.slug, user)
        if community is None or member is None or not member.may_read:
            return CLOSE_NO_ACCESS
        self.member, self.read_until = member, member.read_until
        self.user_id, self.community_id = user.pk, community.pk
        language = self.scope["cookies"].get("language", "")
        followed = not user.language_chosen and language in dict(settings.LANGUAGES)
        spoken = language if followed else user.language
        self.viewer = live.Viewer(member.pk, spoken, user.time_zone)
        return 0

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.is_flooding():
            await self.end(CLOSE_TOO_MUCH)
            return
        frame = parse(text_data)
        topic, key = frame.get("join") or frame.get("leave") or ("", "")
        if topic not in live.topics or not await self.prove():
            return
        if "leave" in frame:
            self.joined.discard((topic, key))
            await registry().leave(self, topic, key)
        elif await in_pool(lambda: self.may_join(topic, key)):
            self.joined.add((topic, key))
            await registry().join(self, topic, key)
            await self.send(json.dumps({"joined": [topic, key]}))

    def is_flooding(self) -> bool:
        """Whether this frame is one too many of this minute."""
        minute = int(time.monotonic()) // 60
        self.said = self.said + 1 if minute == self.minute else 1
        self.minute = minute
        return self.said > FRAMES_A_MINUTE

    def may_join(self, topic: str, key: str) -> bool:
        if len(self.joined) >= MOST_TOPICS:
            return False
        with community_scope(self.community_id):
            return live.topics[topic].may_join(self.member, key)

    async def send_changed(self) -> None:
        await self.send(json.dumps({"changed": True}))

    async def send_frames(self, topic: str, frames: list[live.Frame]) -> None:
        await self.send(json.dumps({"topic": topic, "frames": [vars(frame) for frame in frames]}))


class _Holder:
    """What `django.contrib.auth.get_user` reads of a request."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.META: dict[str, str] = {}


def parse(text: str | None) -> dict[str, Any]:
    """The frame, or an empty one for anything that is not `{word: [str, str]}`."""
    try:
        frame = json.loads(text or "")
        pair = frame.get("join") or frame.get("leave")
        well_formed = len(pair) == 2 and all(isinstance(part, str) for part in pair)
    except (ValueError, AttributeError, TypeError):
        return {}
    return frame if well_formed else {}


websocket_urlpatterns = [path("c/<str:slug>/live/", LiveConsumer.as_asgi())]
