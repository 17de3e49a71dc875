"""Static files in production: hashed, compressed, and all style sheets in one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.templatetags.look import BUNDLE, SHEETS


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Writes `css/all.css` out of the sheets: a page then names and fetches one, not fourteen.

    Each sheet says its own layer, so their order in one file is what it was in fourteen. Addresses
    in them are told from `css/`; a test holds that none in a deeper folder names a file.
    """

    def post_process(
        self, paths: dict[str, Any], **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        if not options.get("dry_run"):
            sheets = [Path(self.path(f"css/{name}.css")).read_text() for name in SHEETS]
            Path(self.path(BUNDLE)).write_text("\n".join(sheets))
            paths[BUNDLE] = (self, BUNDLE)
        yield from super().post_process(paths, **options)
