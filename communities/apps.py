from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "communities"

    def ready(self) -> None:
        from communities import desk, undelivered
        from communities import kinds as own_kinds
        from communities.queries import reader_here
        from core import kinds

        kinds.readers.append(reader_here)
        desk.blocks.append(undelivered.BLOCK)
        own_kinds.register()
