"""The one socket: whom it tells, and how much it lets itself be told."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from communities import entry
from core import live
from core.sockets import registry
from feeds.models import Hashtag
from tests.conftest import Cast
from tests.feeds.test_socket import Tab, doing, opened, process  # noqa: F401 - a fixture
from tests.feeds.writing import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


class There:
    """The other community, as `opened` wants it."""

    def __init__(self, cast: Cast) -> None:
        self.community = cast.elsewhere


async def join_anyway(tab: Tab, cast: Cast, topic: str, key: str) -> None:
    """As if a topic had let in a key of another community."""
    there = next(s for s in registry().sockets if s.community_id == cast.elsewhere.pk)
    await registry().join(there, topic, key)


# Sets have no order, so one try in two would pass by luck.
@pytest.mark.parametrize("attempt", range(4))
async def test_another_community_hears_nothing(cast: Cast, process: None, attempt: int) -> None:  # noqa: F811
    key = f"person.{cast.owner.pk}"
    stranger = await opened(There(cast), cast.outsider)
    await stranger.joined("feeds.stream", f"all.{cast.elsewhere.pk}")
    await join_anyway(stranger, cast, "feeds.stream", key)
    tab = await opened(cast, cast.member)
    await tab.joined("feeds.stream", key)
    await doing(cast, lambda: say(cast.owner, "Good evening"))
    assert "Good evening" in (await tab.heard())["frames"][0]["html"]
    assert await stranger.silent()
    await tab.leave()
    await stranger.leave()


async def test_keys_of_another_community_cannot_be_joined(cast: Cast, process: None) -> None:  # noqa: F811
    await doing(cast, lambda: say(cast.owner, "#morning"))
    tag = await doing(cast, lambda: Hashtag.objects.get().pk)
    stranger = await opened(There(cast), cast.outsider)
    for key in (f"person.{cast.owner.pk}", f"tag.{tag}"):
        await stranger.join("feeds.stream", key)
        assert await stranger.silent()
    await stranger.leave()


async def test_a_tab_joins_so_many_topics_and_no_more(
    cast: Cast,
    process: None,  # noqa: F811
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(entry, "MOST_TOPICS", 1)
    everything, circle = (f"{name}.{cast.community.pk}" for name in ("all", "circle"))
    tab = await opened(cast, cast.member)
    await tab.joined("feeds.stream", everything)
    await tab.join("feeds.stream", circle)
    assert await tab.silent()
    await tab.say(json.dumps({"leave": ["feeds.stream", everything]}))
    await tab.joined("feeds.stream", circle)
    await tab.leave()


async def test_a_flood_ends_the_socket(cast: Cast, process: None, monkeypatch: Any) -> None:  # noqa: F811
    monkeypatch.setattr(entry, "FRAMES_A_MINUTE", 0)
    tab = await opened(cast, cast.member)
    await tab.say("{}")
    assert await tab.closed_with() == entry.CLOSE_TOO_MUCH


async def test_a_language_we_do_not_speak_is_not_asked_for(cast: Cast, process: None) -> None:  # noqa: F811
    tab = await sync_to_async(Tab)(cast, cast.member)
    name, cookies = tab.asgi.scope["headers"][0]
    tab.asgi.scope["headers"][0] = (name, cookies + b"; language=en/../x")
    await tab.asgi.send_input({"type": "websocket.connect"})
    await tab.asgi.receive_output(5)
    await tab.joined("feeds.stream", f"all.{cast.community.pk}")
    assert {socket.viewer.language for socket in registry().sockets} == {cast.member.user.language}
    await tab.leave()


async def test_a_locked_session_has_no_socket(cast: Cast, process: None) -> None:  # noqa: F811
    tab = await opened(cast, cast.member)
    await tab.joined("feeds.stream", f"all.{cast.community.pk}")

    def lock_all() -> None:
        for row in Session.objects.all():
            session = SessionStore(row.session_key)
            session["locked_from"] = "/"
            session.save()
        live.sessions_changed(cast.member.user_id)

    await doing(cast, lock_all)
    assert await tab.closed_with() == entry.CLOSE_LOCKED


async def test_past_so_many_pages_the_oldest_gives_way(
    cast: Cast,
    process: None,  # noqa: F811
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(entry, "MOST_SOCKETS", 2)
    everything = f"all.{cast.community.pk}"
    tabs = []
    for _ in range(3):
        tabs.append(await opened(cast, cast.member))
        await tabs[-1].joined("feeds.stream", everything)
    other = await opened(cast, cast.insider)
    await other.joined("feeds.stream", everything)
    assert await tabs[0].closed_with() == entry.CLOSE_CROWDED
    await doing(cast, lambda: say(cast.owner, "Good evening"))
    for tab in (tabs[1], tabs[2], other):
        assert "Good evening" in (await tab.heard())["frames"][0]["html"]
        await tab.leave()
