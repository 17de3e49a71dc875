from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from communities import renaming
        from feeds import consumers, desk, kinds
        from feeds.operations import leaving
        from feeds.operations.renaming import show_new_alias

        renaming.listeners.append(show_new_alias)
        consumers.register()
        desk.register()
        kinds.register()
        leaving.register()
