"""In production all style sheets come as one."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from core.staticfiles import BundlingStorage
from core.templatetags.look import BUNDLE, SHEETS

CSS = settings.BASE_DIR / "static" / "css"
FILE_NAMED = re.compile(r"url\((?![\"']?data:)")


def test_one_sheet_holds_all(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "core.staticfiles.BundlingStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = BundlingStorage(location=tmp_path)
    bundle = (tmp_path / storage.hashed_files[BUNDLE]).read_text()
    assert "../fonts/onest-latin." in bundle
    starts = [(CSS / f"{name}.css").read_text().splitlines()[0] for name in SHEETS]
    places = [bundle.index(start) for start in starts]
    assert places == sorted(places)


def test_only_sheets_beside_the_bundle_name_files() -> None:
    deeper = [path for path in CSS.glob("*/*.css") if FILE_NAMED.search(path.read_text())]
    assert deeper == []
