from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self) -> None:
        from communities import kinds as own_kinds
        from communities.queries import reader_here
        from core import kinds

        kinds.readers.append(reader_here)
        own_kinds.register()
