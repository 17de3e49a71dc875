"""`make shots`: the key pages as pictures in var/shots, for whoever changed one to look at.

Phone and desktop, light and dark, Russian and English, against a server on data of its own.
`python -m tests.browser.shots feed join` takes only pages whose name contains one of the words.
The few of the two READMEs go to docs/shots; the word `readme` takes those alone.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import kept, servers
from tests.browser.places import PLACES, STORIES, addresses, enter
from tests.browser.shapes import CHROMIUM, DESKTOP, FLAGS, LOCALES, PHONE

FOLDER = servers.ROOT / "var" / "shots"
SHAPES = {"phone": PHONE, "desktop": DESKTOP}
THEMES = ("light", "dark")
SECONDS = 30_000


@contextmanager
def window(browser: Browser, server: servers.Server, shape: str, language: str) -> Iterator[Page]:
    options = {"locale": LOCALES[language], "base_url": server.url}
    context = browser.new_context(**SHAPES[shape], **options)
    context.set_default_timeout(SECONDS)
    yield context.new_page()
    context.close()


def take(page: Page, name: str, theme: str) -> Path:
    """The whole page; the window grows to it, so that the bottom bar stands at the bottom."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    size = page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": max(size["height"], height)})
    path = FOLDER / f"{name}-{theme}.png"
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(size)
    return path


def walk(
    browser: Browser, server: servers.Server, language: str, words: list[str]
) -> Iterator[Path]:
    with window(browser, server, "desktop", language) as owner:
        found = addresses(owner, server, language)
    for role, places in PLACES.items():
        asked = {n: a for n, a in places.items() if not words or any(w in n for w in words)}
        for shape in SHAPES if asked else ():
            with window(browser, server, shape, language) as page:
                enter(page, server, role, language, found)
                for name, address in asked.items():
                    if address:
                        page.goto(address.format(**found))
                    for theme in THEMES:
                        yield take(page, f"{name}-{shape}-{language}", theme)


def keep(
    browser: Browser, server: servers.Server, language: str, words: list[str]
) -> Iterator[Path]:
    """The pictures of that language's README."""
    for name, (role, shape, address) in kept.chosen(words):
        with window(browser, server, shape, language) as page:
            enter(page, server, role, language, {})
            page.goto(address.format(slug=STORIES[language].slug))
            yield kept.keep(page, name, language)


def main(words: list[str]) -> None:
    if CHROMIUM is None:
        sys.exit("No Chromium on this machine: `make browser` installs one.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        servers.one_process(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in LOCALES:
            paths = [keep(browser, server, language, words)]
            paths += [walk(browser, server, language, words)] if words != ["readme"] else []
            for path in chain(*paths):
                sys.stdout.write(f"{path.relative_to(servers.ROOT)}\n")
                sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
