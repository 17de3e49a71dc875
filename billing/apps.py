from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        from billing import (
            desk,
            operations,  # noqa: F401 - it registers what performs due rows
        )
        from billing.operations import erasing

        desk.register()
        erasing.register()
