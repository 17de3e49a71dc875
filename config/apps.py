from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # They register checks, what performs due rows, and the operator's pages.
        from config import checks, erasure, export  # noqa: F401
        from config.operator import pages  # noqa: F401
