from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        share_limits()


def share_limits() -> None:
    """Let allauth count tries, and used app codes, where all workers see them.

    allauth knows only the cache named "default", which here lives in one process or may be away.
    """
    from allauth.core.internal import ratelimit
    from allauth.mfa.totp.internal import auth
    from django.core.cache import caches
    from django.utils.connection import ConnectionProxy

    shared = ConnectionProxy(caches, "limits")
    ratelimit.cache = shared
    auth.cache = shared
