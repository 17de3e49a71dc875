"""Erasing an account: begun at once, finished when nothing can be charged any more.

A person is signed out and shut out in the moment they ask; their row goes last, after a letter
that says so. Apps above say what to wait for and what else to erase.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accounts import exports, sessions
from accounts.models import AccountErasure, Export, User
from core import clock, due

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)
# Whether money may still be taken from this person; then their erasure waits.
holds: list[Callable[[User], bool]] = []
# What an app erases beside what hangs on the person's row.
steps: list[Callable[[User], None]] = []


def begin(*, user: User) -> None:
    """Shut the account at once and have it erased. Asked twice, it is one erasure."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=False)
        AccountErasure.objects.get_or_create(user=user)
        sessions.end_others(user, keep=None)
        due.wake(AccountErasure)


@due.performs(AccountErasure, lease=LEASE)
def erase(erasure: AccountErasure) -> datetime | None:
    """Erase everything, say so, and let the person's row go last."""
    user = erasure.user
    if any(held(user) for held in holds):
        log.warning("account_erasure_waits", user=user.pk)
        return clock.now() + PAUSE
    for step in steps:
        step(user)
    for export in Export.objects.filter(user=user):
        exports.erase(export)
    say_done(user)
    user.delete()
    return None


def say_done(user: User) -> None:
    """The last letter; sent again, with the same Message-ID, where the rest then failed.

    Raises what the mail backend raises; then the address is still there for another try.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    with translation.override(user.language):
        subject = gettext("News for you")
        text = render_to_string("account/email/account_erased_message.txt")
    headers = {"Message-ID": f"<erased-{user.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, text.strip() + "\n", to=[user.email], headers=headers).send()
