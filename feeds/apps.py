from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from feeds import consumers, desk, kinds
        from feeds.operations import leaving

        consumers.register()
        desk.register()
        kinds.register()
        leaving.register()
