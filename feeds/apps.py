from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from feeds import consumers, kinds

        consumers.register()
        kinds.register()
