"""What newcomers are asked, and who waits to be let in."""

from typing import Any

from django.db.models import Prefetch

from communities.models import Application, ApplicationReply, Membership, Screening
from communities.models.application import OPEN

ANSWERED_SHOWN = 30


def questions_asked() -> list[str]:
    """What newcomers by a link are asked first; nothing where the owner does not want it."""
    screening = Screening.objects.filter(asks=True).first()
    return list(screening.questions) if screening else []


def screening_now() -> Screening:
    """How it is set now, saved or not."""
    stored: Screening | None = Screening.objects.first()
    return stored or Screening()


def open_applications(member: Membership) -> Any:
    """Those that wait, longest first."""
    return with_replies(Application.objects.visible_to(member).open().order_by("sent_at", "pk"))


def answered_applications(member: Membership) -> Any:
    """Those answered lately whose answers are still kept, the last first."""
    rows = Application.objects.visible_to(member).filter(erased_at=None).exclude(state__in=OPEN)
    return with_replies(rows.order_by("-ended_at", "-pk"))[:ANSWERED_SHOWN]


def own_application(member: Membership) -> Application | None:
    """The last that `member` sent."""
    rows = Application.objects.filter(membership=member).order_by("-pk")
    found: Application | None = with_replies(rows).first()
    return found


def with_replies(rows: Any) -> Any:
    replies = ApplicationReply.objects.select_related("by").order_by("pk")
    return rows.select_related("membership").prefetch_related(Prefetch("replies", replies))
