"""The unchanging part of each object, from ``blank/<kind>.json``, ready to be filled in."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "blank"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}


def blank(kind: str, **fields: Any) -> dict[str, Any]:
    """A new copy with ``fields`` laid over it."""
    return json.loads(TEXTS[kind]) | fields
