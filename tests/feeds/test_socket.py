"""The socket of a page, from sign-in to the loss of access."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import channel_layers
from django.conf import settings
from django.test import Client

from communities.models import NEVER, Membership
from core import live, nudge
from core.sockets import registry
from core.tenancy import community_scope
from feeds.operations import hide_post
from subgroups.operations import move_out
from tests.conftest import Cast
from tests.feeds.writing import reply, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


@pytest_asyncio.fixture
async def process() -> AsyncIterator[None]:
    """The server's side of sockets, ended with the test."""
    yield
    for task in registry().tasks:
        task.cancel()
    channel_layers.backends.clear()
    nudge._courier.start_over()


class Tab:
    """An open page of one person."""

    def __init__(self, here: Cast, member: Membership | None) -> None:
        from config.asgi import router

        client = Client()
        if member:
            client.force_login(member.user)
        cookies = "; ".join(f"{name}={value.value}" for name, value in client.cookies.items())
        headers = [(b"cookie", cookies.encode()), (b"origin", settings.SITE_URL.encode())]
        path = f"/c/{here.community.slug}/live/"
        scope = {"type": "websocket", "path": path, "headers": headers, "query_string": b""}
        self.asgi = ApplicationCommunicator(router, scope)

    async def say(self, text: str) -> None:
        await self.asgi.send_input({"type": "websocket.receive", "text": text})

    async def heard(self) -> dict[str, Any]:
        return json.loads((await self.asgi.receive_output(5))["text"])

    async def silent(self) -> bool:
        return await self.asgi.receive_nothing(0.4)

    async def join(self, topic: str, key: object) -> None:
        await self.say(json.dumps({"join": [topic, str(key)]}))

    async def joined(self, topic: str, key: object) -> None:
        await self.join(topic, key)
        assert await self.heard() == {"joined": [topic, str(key)]}

    async def closed_with(self) -> int:
        return (await self.asgi.receive_output(5))["code"]

    async def leave(self) -> None:
        await self.asgi.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.asgi.wait()


async def opened(here: Cast, member: Membership | None) -> Tab:
    tab = await sync_to_async(Tab)(here, member)
    await tab.asgi.send_input({"type": "websocket.connect"})
    assert (await tab.asgi.receive_output(5))["type"] == "websocket.accept"
    return tab


def doing(here: Cast, work: Any) -> Any:
    """Run `work` in the community's scope, as a request of somebody would."""

    def run() -> Any:
        with community_scope(here.community):
            return work()

    return sync_to_async(run)()


async def test_a_new_post_and_its_answers_reach_an_open_page(cast: Cast, process: None) -> None:
    tab = await opened(cast, cast.member)
    await tab.joined("feeds.stream", f"all.{cast.community.pk}")
    post = await doing(cast, lambda: say(cast.owner, "Good evening"))
    [frame] = (await tab.heard())["frames"]
    assert (frame["action"], frame["target"]) == ("add", f"post-{post.code}")
    assert "Good evening" in frame["html"]
    await tab.joined("feeds.post", post.pk)
    comment = await doing(cast, lambda: reply(cast.curator, post))
    added, counted = (await tab.heard())["frames"]
    assert (added["action"], added["target"]) == ("add", f"comment-{comment.code}")
    assert counted["target"] == f"count-{post.code}"
    await tab.leave()


async def test_a_post_one_may_not_read_does_not_come(cast: Cast, process: None) -> None:
    tab = await opened(cast, cast.member)
    await tab.joined("feeds.stream", f"all.{cast.community.pk}")
    post = await doing(cast, lambda: say(cast.insider, place=cast.quiet))
    assert await tab.silent()
    await doing(cast, lambda: hide_post(actor=cast.owner, post=post, reason="x"))
    assert await tab.silent()
    await tab.leave()


async def test_what_one_may_not_hear_cannot_be_joined(cast: Cast, process: None) -> None:
    post = await doing(cast, lambda: say(cast.insider, place=cast.quiet))
    tab = await opened(cast, cast.member)
    for topic, key in (
        ("feeds.stream", f"subgroup.{cast.quiet.pk}"),
        ("feeds.stream", f"all.{cast.elsewhere.pk}"),
        ("feeds.post", post.pk),
        ("feeds.nothing", "1"),
        ("notifications.bell", f"{cast.community.pk}.{cast.owner.user_id}"),
    ):
        await tab.join(topic, key)
        assert await tab.silent()
    await tab.leave()


async def test_a_stream_joined_before_says_nothing_after(cast: Cast, process: None) -> None:
    tab = await opened(cast, cast.insider)
    await tab.joined("feeds.stream", f"subgroup.{cast.quiet.pk}")
    await doing(
        cast,
        lambda: move_out(actor=cast.curator, subgroup=cast.quiet, member=cast.insider),
    )
    assert await tab.heard() == {"changed": True}
    await doing(cast, lambda: say(cast.curator, place=cast.quiet))
    assert await tab.silent()
    await tab.leave()


async def test_a_socket_closes_when_access_ends(cast: Cast, process: None) -> None:
    tab = await opened(cast, cast.member)

    def end() -> None:
        Membership.objects.filter(pk=cast.member.pk).update(read_until=NEVER)
        live.access_changed(cast.member.pk)

    await doing(cast, end)
    assert await tab.closed_with() == 4403


@pytest.mark.parametrize("who", ["lapsed", "newcomer", "outsider"])
async def test_who_has_no_access_is_closed_at_once(cast: Cast, process: None, who: str) -> None:
    tab = await opened(cast, getattr(cast, who))
    assert await tab.closed_with() == 4403


async def test_who_is_signed_out_is_told_so(cast: Cast, process: None) -> None:
    tab = await opened(cast, None)
    assert await tab.closed_with() == 4401


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"join": "x"}', '{"join": [1, 2]}'])
async def test_a_frame_that_is_none_is_passed_over(cast: Cast, process: None, text: str) -> None:
    tab = await opened(cast, cast.member)
    await tab.say(text)
    await tab.joined("feeds.stream", f"all.{cast.community.pk}")
    await tab.leave()
