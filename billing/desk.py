"""What billing adds to the owner's desk and to the trace of staff."""

from django.utils.translation import gettext_lazy as _

from billing.models import Plan
from communities import deeds, desk


def register() -> None:
    desk.steps.append(desk.Step(20, _("Open a plan with its prices"), "billing:plans", has_plan))
    deeds.names.update(
        {
            "open_plan": _("Plan opened"),
            "archive_plan": _("Plan archived"),
            "add_price": _("Price added"),
            "archive_price": _("Price no longer offered"),
            "give_place": _("Place given"),
            "revoke_place": _("Place taken back"),
            "record_hand_payment": _("Payment by transfer recorded"),
            "take_back_payment": _("Recorded payment taken back"),
            "change_grace": _("Days of grace changed"),
            "settle_money_alert": _("Alert about money settled"),
        }
    )


def has_plan(community: object) -> bool:
    return Plan.objects.live().filter(community=community).exists()
