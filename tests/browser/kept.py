"""The few pictures that stand in README.md and README.ru.md: small, of one window, by daylight."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser import servers

FOLDER = servers.ROOT / "docs" / "shots"
# Name of the picture -> who looks, in which window, at which address.
KEPT = {
    "feed": ("member", "phone", "/c/{slug}/feed/all/"),
    "tour": ("visitor", "phone", "/demo/tour/"),
    "letters": ("visitor", "phone", "/demo/letters/"),
    "desk": ("owner", "desktop", "/c/{slug}/desk/"),
    "eyes": ("visitor", "desktop", "/demo/eyes/"),
}
COLOURS = 96
MOST_BYTES = 150_000


def keep(page: Page, name: str, language: str) -> Path:
    """What the window shows, in few colours, under `docs/shots/`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}-{language}.png"
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    return path


def chosen(words: list[str]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """All of them, or those whose name, or `readme`, contains one of the words."""
    for name, place in KEPT.items():
        if not words or any(word in name or word == "readme" for word in words):
            yield name, place
