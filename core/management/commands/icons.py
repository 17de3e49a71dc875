"""`manage.py icons` writes the sheet of icons that the templates name."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core import icons


class Command(BaseCommand):
    help = "Writes static/img/icons.svg with the icons that the templates name."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        sheet = icons.sheet(icons.named_in(settings.BASE_DIR / "templates"))
        (settings.BASE_DIR / "static" / "img" / "icons.svg").write_text(sheet)
