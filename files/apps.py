from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        from communities import deeds

        deeds.names.update({"set_logo": _("Logo changed"), "remove_logo": _("Logo removed")})
