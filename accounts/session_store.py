"""Sessions in the database, in which a lock outlives what was under way when it came.

A session is saved whole: a request that began before «Спрятать» and ends after it, as the draft
that is sent at the same moment, would write the lock away.
"""

from django.contrib.sessions.backends import db
from django.db import transaction

from accounts import locking


class SessionStore(db.SessionStore):
    """Keeps a lock that came meanwhile; only who proves to be the person takes it away."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        with transaction.atomic():
            rows = self.get_model_class().objects.select_for_update()
            stored = rows.filter(session_key=self.session_key).first()
            if stored:
                locking.keep(self, self.decode(stored.session_data))
            super().save(must_create)
