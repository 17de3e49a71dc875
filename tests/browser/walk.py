"""One walk over all key pages, roles and languages; several tests look at what it saw."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.places import PLACES, addresses, enter
from tests.browser.servers import Server
from tests.browser.shapes import DESKTOP, LOCALES, PHONE

SECONDS = 20_000
# Each language is looked at in a shape and a theme of its own.
SHAPES = {"ru": PHONE, "en": DESKTOP}
THEMES = {"ru": "light", "en": "dark"}
# What opens or changes colour runs through its transition first.
SETTLE = """async () => {
  for (let turn = 0; turn < 2; turn += 1) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map((it) => it.finished));
}"""
AXE = """() => axe.run(document, {resultTypes: ["violations"]})
  .then((found) => found.violations)"""
# All that is shown or read out: texts, labels, and what scripts may still take from templates.
WORDS = """() => {
  const said = [document.body.innerText];
  for (const it of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (it.hasAttribute(name) && !it.lang) said.push(it.getAttribute(name));
  for (const it of document.querySelectorAll("template")) said.push(it.content.textContent);
  for (const it of document.querySelectorAll("[data-kept]"))
    said.push(it.dataset.kept, it.dataset.restored);
  return said.join("\\n");
}"""


@dataclass
class Seen:
    """A page as a browser met it."""

    name: str
    language: str
    status: int = 0
    title: str = ""
    lang: str = ""
    words: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Heard:
    """What a tab asked for and complained about since it was last told to forget."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda it: self.requests.append(it.url))
        page.on("websocket", lambda it: self.requests.append(it.url))
        page.on("pageerror", lambda it: self.faults.append(str(it)))
        page.on("console", lambda it: self.faults.append(it.text) if it.type == "error" else None)

    def forget(self) -> None:
        self.requests.clear()
        self.faults.clear()


def walk(browser: Browser, server: Server, language: str) -> Iterator[Seen]:
    with window(browser, server, language) as context:
        found = addresses(context.new_page(), server, language)
    for role, places in PLACES.items():
        with window(browser, server, language) as context:
            page = context.new_page()
            enter(page, server, role, language, found)
            heard = Heard(page)
            for name, address in places.items():
                yield look(page, heard, Seen(name, language), address.format(**found))


def window(browser: Browser, server: Server, language: str) -> BrowserContext:
    context = browser.new_context(
        **SHAPES[language],
        locale=LOCALES[language],
        base_url=server.url,
        reduced_motion="reduce",
        color_scheme=THEMES[language],
    )
    context.set_default_timeout(SECONDS)
    return context


def look(page: Page, heard: Heard, seen: Seen, address: str) -> Seen:
    """Meet one page. Without an address: the one that stands open."""
    if address:
        heard.forget()
        answer = page.goto(address)
        assert answer is not None, address
        seen.status, seen.headers = answer.status, answer.all_headers()
    seen.title, seen.words = page.title(), page.evaluate(WORDS)
    seen.lang = page.locator("html").get_attribute("lang") or ""
    seen.violations = [f"{seen}: {it}" for it in violations(page)]
    seen.requests, seen.faults = list(heard.requests), list(heard.faults)
    return seen


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and place. What is being asked for is waited
    for: it is paler until then.
    """
    page.evaluate(SETTLE)
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.evaluate(SETTLE)
    page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in page.evaluate(AXE)
        for node in rule["nodes"]
    ]
