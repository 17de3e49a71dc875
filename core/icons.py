"""Icons of Lucide in one file, so that a page names an icon instead of carrying its shape.

`static/img/icons.svg` holds what the templates name; `manage.py icons` writes it anew. How its
lines are drawn is said by `.icon` in `static/css/base.css`.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import lucide

NAMED = re.compile(r"""{%\s*lucide\s+["']([a-z0-9-]+)["']""")
SHAPE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def named_in(templates: Path) -> set[str]:
    """The names of all icons that templates in this folder use."""
    return {name for path in templates.rglob("*.html") for name in NAMED.findall(path.read_text())}


def sheet(names: Iterable[str]) -> str:
    """One SVG with a symbol for each name. Raises `lucide.IconDoesNotExist`."""
    symbols = "".join(f"{_symbol(name)}\n" for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'


def _symbol(name: str) -> str:
    drawn = SHAPE.fullmatch(lucide._render_icon(name, size=None).strip())  # noqa: SLF001
    assert drawn  # noqa: S101 - the package holds nothing but <svg>
    shape = re.sub(r">\s+<", "><", drawn[1].strip()).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shape}</symbol>'
