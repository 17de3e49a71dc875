"""Rows of the profile: one's own alone; the face of whoever is here is shown to all who read."""

from typing import Any

from core.tenancy import community_scope
from profiles.models import ProfileLine, Visibility
from tests.conftest import Cast
from tests.invariants.rows.base import READERS, WRITERS, Row, act, page, person


def line(cast: Cast) -> dict[str, Any]:
    """The insider's, shown to all: still theirs alone to change."""
    with community_scope(cast.community):
        row = ProfileLine.objects.create(
            person=cast.insider, label="About", text="Rain", visibility=Visibility.COMMUNITY
        )
    return {"pk": row.pk}


def written(cast: Cast) -> dict[str, Any]:
    return {"label": "About me", "text": "I like rain", "visibility": "me"}


OWN = ("insider",)

INSIDE = [
    page("profiles:index"),
    act("profiles:line_add", WRITERS, data=written, also={403: ("reading_only",)}),
    page("profiles:line_change", OWN, arguments=line),
    act("profiles:line_change", OWN, arguments=line, data=written),
    act("profiles:line_take_back", OWN, arguments=line),
    act("profiles:line_delete", OWN, arguments=line),
    Row("profiles:picture_set", {422: READERS}, method="post"),
    Row("profiles:picture_show", {}, method="post"),
    Row("profiles:picture_delete", {}, method="post"),
    page("profiles:face", arguments=person("insider")),
    page("profiles:face", (), arguments=person("newcomer"), variant="newcomer"),
    page("profiles:face", (), arguments=person("outsider"), variant="outsider"),
]
