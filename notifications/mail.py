"""Letters: plain text, neutral subjects, nothing of what people write."""

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.models import User


def send(*, user: User, subject: str, text: str, message_id: str) -> None:
    """Send a letter to somebody who has an account; see `send_to`."""
    send_to(address=user.email, subject=subject, text=text, message_id=message_id)


def send_to(*, address: str, subject: str, text: str, message_id: str) -> None:
    """Send a letter now. `message_id` (no brackets, no host) makes a repeat recognisable.

    Raises what the mail backend raises (`OSError`, `SMTPException`); the due row tries again.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    letter = EmailMessage(
        subject=subject,
        body=text,
        to=[address],
        headers={"Message-ID": f"<{message_id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    letter.send()
