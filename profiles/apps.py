from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"

    def ready(self) -> None:
        from communities.traces import settlers
        from profiles.leaving import settle_profile

        settlers.append(settle_profile)
