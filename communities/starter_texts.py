"""First versions of a community's documents: drafts for the owner and her lawyer."""

from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


def starter_text(kind: str, language: str) -> str:
    """Markdown of the draft of `kind` in `language` ("ru" or "en")."""
    return (TEXTS / f"{kind}.{language}.md").read_text(encoding="utf-8")
