"""Who asks to come in where the owner wants to know first, and what they were answered."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Membership
from core import clock
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager

MOST_QUESTIONS = 5


class ScreeningQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_staff else self.none()


class Screening(TenantModel):
    """Whether newcomers by a link answer `questions` (one to five) before they may pay.

    Without a row nobody is asked.
    """

    asks = models.BooleanField(default=False)
    questions = models.JSONField(default=list)

    objects = manager(ScreeningQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community"], name="one_screening")]


class ApplicationQuerySet(TenantQuerySet):
    def open(self) -> Self:
        """Those that have neither a yes nor a no."""
        return self.filter(state__in=OPEN)

    def standing(self) -> Self:
        """Those whose answers are still kept and were not taken back."""
        return self.filter(erased_at=None).exclude(state=Application.State.WITHDRAWN)

    def visible_to(self, member: Membership) -> Self:
        """Owner and specialists read what stands, of people whose alias does; anybody their own."""
        own = Q(membership=member)
        if not member.is_staff:
            return self.filter(own)
        named = self.standing().filter(membership__words=Membership.Words.ALIAS)
        return named | self.filter(own)


class Application(TenantModel):
    """`answers` is a list of `[question, answer]`, as asked on that day.

    `replies_sent` counts what staff answered; a reply is written only on top of the count that its
    author saw. Answers and replies are erased 30 days after the end (`ApplicationErasure`).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for an answer")
        TALK = "talk", _("a talk first")
        YES = "yes", _("yes")
        NO = "no", _("no")
        WITHDRAWN = "withdrawn", _("taken back")

    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="applications"
    )
    answers = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    replies_sent = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = manager(ApplicationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state__in=["waiting", "talk"]),
                name="one_open_application",
            )
        ]
        indexes = [models.Index(fields=["community", "state", "sent_at"], name="application_wait")]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


OPEN = (Application.State.WAITING, Application.State.TALK)


class ReplyQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(application__in=Application.objects.visible_to(member))


class ApplicationReply(TenantModel):
    """What staff answered, in own words; `answer` is a state of the application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="replies")
    answer = models.CharField(max_length=9, choices=Application.State)
    words = models.TextField(blank=True, max_length=2_000)
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(ReplyQuerySet)


class ApplicationErasure(Due, TenantModel):
    """The end of what was asked and answered, 30 days after an application ended."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="erasure"
    )
