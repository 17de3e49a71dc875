"""A real Chromium against a real server; skipped, with the reason, where there is no Chromium."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import servers
from tests.browser.shapes import CHROMIUM, DESKTOP, FLAGS, LOCALES, PATIENCE, PHONE
from tests.browser.walk import Seen, walk


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests run in one worker: they share a server and a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.timeout(900 if "walked" in item.fixturenames else 300))
            if CHROMIUM is None:
                reason = "no Chromium on this machine: `make browser` installs one"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """What `make demo` runs, on data of its own."""
    with servers.one_process(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """PostgreSQL, Redis, web, worker and scheduler as processes of their own."""
    url, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not url.startswith("postgres") or not redis:
        pytest.skip("needs DATABASE_URL of a PostgreSQL and REDIS_URL")
    name = f"blizko_browser_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    own = url.rpartition("/")[0] + "/" + name
    try:
        with servers.apart(tmp_path_factory.mktemp("apart"), own, redis) as running:
            yield running
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def walked(chromium: Browser, server: servers.Server) -> list[Seen]:
    """All key pages in all roles and both languages, as a browser met them."""
    return [seen for language in LOCALES for seen in walk(chromium, server, language)]


Open = Callable[..., Page]


@pytest.fixture
def person(chromium: Browser) -> Iterator[Open]:
    """A new person with a browser of their own: `person(server, phone=True, language="ru")`.

    Whatever a page throws or is refused by its policy fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(
        server: servers.Server, *, phone: bool = False, language: str = "en", **more: object
    ) -> Page:
        shape = PHONE if phone else DESKTOP
        context = chromium.new_context(
            **shape, locale=LOCALES[language], base_url=server.url, **more
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []
