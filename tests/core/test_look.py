from django.conf import settings

from core.templatetags.look import SHEETS, stylesheets


def test_every_style_sheet_is_linked_once():
    css = settings.BASE_DIR / "static" / "css"
    written = {str(path.relative_to(css).with_suffix("")) for path in css.rglob("*.css")}
    assert sorted(SHEETS) == sorted(written)
    assert all(f'href="/static/css/{name}.css"' in stylesheets() for name in SHEETS)
