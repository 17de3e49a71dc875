from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "feeds"

    def ready(self) -> None:
        from communities import news, renaming
        from feeds import consumers, desk, kinds
        from feeds.operations import leaving
        from feeds.operations.renaming import show_new_alias
        from feeds.queries import new_posts

        news.counters.append(new_posts)
        renaming.listeners.append(show_new_alias)
        consumers.register()
        desk.register()
        kinds.register()
        leaving.register()
