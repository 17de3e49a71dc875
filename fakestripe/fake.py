"""One running fake: its settings, store, clock and outbox."""

from dataclasses import dataclass

from fakestripe.clock import Clock
from fakestripe.store import Store


@dataclass
class Settings:
    """``after_retries`` is what becomes of a subscription when the last retry failed."""

    secret_key: str = "sk_test_fake"  # noqa: S105
    webhook_url: str = ""
    webhook_secret: str = "whsec_fake"  # noqa: S105
    after_retries: str = "past_due"
    public_url: str = "http://localhost:12111"


class Fake:
    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.clock = Clock(store)
        self.request: dict[str, str | None] = {"id": None, "idempotency_key": None}

    def now(self) -> int:
        """Seconds since 1970, UTC, on the fake's own clock."""
        return self.clock.now()
