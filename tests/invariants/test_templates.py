"""Pages hold nothing that the Content-Security-Policy forbids, and ask no other host."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.invariants.tree import ROOT, files, write

# In plain text there is nothing to escape for.
UNESCAPED = {".txt"}
# Written by core.text alone, which sanitises.
SANITISED = ("document.html", "community.help_contacts_html", "community.public_page_html")
NAMESPACES = ("http://www.w3.org/",)

TAGS = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
IN_MARKUP = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\b(?:data-)?hx-on\b"),
    "script in an attribute": re.compile(r"=\s*[\"']?\s*(?:js|javascript):", re.IGNORECASE),
    # With allowEval off, htmx ignores the filter and always fires.
    "trigger filter": re.compile(r"hx-trigger\s*=\s*(?:\"[^\"]*\[|'[^']*\[)"),
}
SAFE = re.compile(r"([^\s={|]*)\s*\|\s*safe(?:seq)?\b|\bautoescape\s+off\b")
HOST = re.compile(r"https?://[^\s\"'<>)]*|(?:=\s*[\"']?|url\([\"']?)//[^\s\"'<>)]+", re.IGNORECASE)


def faults(root: Path) -> list[str]:
    """What stands in templates, scripts and styles and must not."""
    wrong = []
    for path in files(root / "templates", ".html", ".txt", ".svg", ".xml"):
        wrong += [f"{path.relative_to(root)}: {fault}" for fault in _in_template(path)]
    for path in files(root / "static", ".js", ".css", ".svg", ".json", ".webmanifest"):
        wrong += [f"{path.relative_to(root)}: {fault}" for fault in _hosts(path.read_text())]
    return wrong


def _in_template(path: Path) -> Iterator[str]:
    source = path.read_text()
    if path.suffix not in UNESCAPED:
        marks = [match[1] or "" for match in SAFE.finditer(source)]
        yield from (f"unescaped: {name}" for name in marks if not name.endswith(SANITISED))
    # `only=` inside a tag is no handler.
    markup = TAGS.sub("", source)
    yield from (name for name, pattern in IN_MARKUP.items() if pattern.search(markup))
    yield from _hosts(source)


def _hosts(source: str) -> Iterator[str]:
    for match in HOST.finditer(source):
        if not match[0].startswith(NAMESPACES):
            yield f"foreign host: {match[0]}"


def test_templates_scripts_and_styles_are_clean() -> None:
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<script>x()</script>", "inline script"),
        ('<script type="module">x()</script>', "inline script"),
        ("<style>a {}</style>", "inline style"),
        ('<p style="color: red">', "inline style"),
        ('<p onclick="x()">', "inline handler"),
        ("<p\nonmouseover = 'x()'>", "inline handler"),
        ('<p hx-on:click="x()">', "hx-on"),
        ('<p hx-on--after-request="x()">', "hx-on"),
        ("<p hx-vals='js:{a: 1}'>", "script in an attribute"),
        ('<a href="javascript:x()">', "script in an attribute"),
        ('<p hx-trigger="click[event.ctrlKey]">', "trigger filter"),
        ("<p hx-trigger='load, keyup[x]'>", "trigger filter"),
        ("{{ body|safe }}", "unescaped: body"),
        ("{{ x.html | safe }}", "unescaped: x.html"),
        ("{% autoescape off %}{{ body }}{% endautoescape %}", "unescaped: "),
        ('<img src="https://a.example/x.png">', "foreign host: https://a.example/x.png"),
        ('<img src="//a.example/x.png">', 'foreign host: ="//a.example/x.png'),
    ],
)
def test_what_must_not_stand_in_a_template_is_found(
    tmp_path: Path, content: str, fault: str
) -> None:
    write(tmp_path, "templates/app/page.html", content)
    assert faults(tmp_path) == [f"templates/app/page.html: {fault}"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("js/app.js", 'import "https://a.example/x.js";'),
        ("css/app.css", "@import url(//a.example/x.css);"),
        ("css/app.css", "a { background: url('https://a.example/x.png'); }"),
    ],
)
def test_a_foreign_host_in_static_files_is_found(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, f"static/{name}", content)
    assert len(faults(tmp_path)) == 1


def test_what_may_stand_in_a_template_passes(tmp_path: Path) -> None:
    content = """{# <script>never</script> #}{% include "a.html" with one=1 only %}
    {% include "a.html" with only=x style=y %}<script src="{% static 'js/app.js' %}"></script>
    <p hx-trigger="load delay:1s" data-style="x">{{ body|linebreaks }}</p>
    {{ document.html|safe }}
    {% include "b.html" with x=request.community.help_contacts_html|safe %}"""
    write(tmp_path, "templates/app/page.html", content)
    write(tmp_path, "templates/app/mail.txt", "{% autoescape off %}{{ x }}{% endautoescape %}")
    write(tmp_path, "static/img/icon.svg", '<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    assert faults(tmp_path) == []
