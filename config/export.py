"""A person's own words and data in one file; open to those without access too."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from billing import export as billing
from communities import export as communities
from communities.entry import Opens, opens
from communities.models import Membership
from core import clock
from feeds import export as feeds

PARTS: dict[str, Callable[[Membership], Any]] = {
    "membership": communities.own_data,
    "words": feeds.own_data,
    "payments": billing.own_data,
}
FILES: list[Callable[[Membership], Iterable[tuple[str, Path]]]] = [feeds.own_files]


@require_GET
@opens(Opens.MEMBER)
def own_data(request: HttpRequest) -> HttpResponse:
    """A ZIP with one JSON file for each part, and one's own pictures."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in PARTS.items():
            archive.writestr(f"{name}.json", as_json(part(request.member)))
        for files in FILES:
            for file_name, path in files(request.member):
                archive.write(path, file_name, zipfile.ZIP_STORED)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    day = clock.now().date().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="export-{day}.zip"'
    return response


def as_json(part: Any) -> str:
    return json.dumps(part, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
