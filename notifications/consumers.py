"""The bell's topic on the one socket: a badge that is right without a reload."""

from collections.abc import Collection
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from core import live
from core.live import Frame, Viewer
from notifications.queries import unread_count


class BellTopic:
    """Key: <community>.<user>; everybody hears their own bell only."""

    name = "notifications.bell"

    def may_join(self, member: Any, key: str) -> bool:
        return key == f"{member.community_id}.{member.user_id}"

    def frames(
        self, key: str, kind: str, user_ids: list[int], viewers: Collection[Viewer]
    ) -> dict[Viewer, list[Frame]]:
        count = unread_count(user_ids[0])
        return {viewer: [Frame("badge", "bell", badge(viewer, count))] for viewer in viewers}


def badge(viewer: Viewer, count: int) -> str:
    with translation.override(viewer.language):
        return render_to_string("notifications/_badge.html", {"unread": count})


live.register(BellTopic())
