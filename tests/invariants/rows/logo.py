"""Rows of the logo: seen where the public page would be, settled by the owner."""

from io import BytesIO
from typing import Any

from PIL import Image

from core.tenancy import community_scope
from files.operations import set_logo
from files.pictures import Picture
from tests.conftest import Cast
from tests.invariants.rows.base import MEMBERS, OWNER, Row, act, page


def with_logo(cast: Cast) -> dict[str, Any]:
    out = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "WEBP")
    with community_scope(cast.community):
        set_logo(actor=cast.owner, picture=Picture(out.getvalue(), 4, 4))
    return {}


INSIDE = [
    page("files:logo", MEMBERS, arguments=with_logo),
    page("files:change", OWNER),
    Row("files:change", {422: OWNER}, method="post"),
    act("files:remove", OWNER, arguments=with_logo),
]
