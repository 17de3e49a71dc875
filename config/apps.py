from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        # They register checks and what performs due rows.
        from config import checks, erasure, export  # noqa: F401
