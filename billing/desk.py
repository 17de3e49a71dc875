"""What billing adds to the owner's desk, the list of people, the trace of staff, and parting."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing import giving_back, queries
from billing.filters import BEHIND
from billing.models import AccessLetter, PlaceRequest, Plan
from billing.permissions import P
from communities import deeds, desk, filters, refunds, undelivered
from communities.models import Membership

LETTERS: dict[str, str | Promise] = {
    AccessLetter.Kind.PAYMENT_FAILED: _("Letter about a failed payment"),
    AccessLetter.Kind.READING_ONLY: _("Letter about reading only"),
    AccessLetter.Kind.CLOSED: _("Letter about closed access"),
    AccessLetter.Kind.PLACE_ENDING: _("Letter about a place that ends"),
}


def register() -> None:
    desk.steps.append(desk.Step(20, _("Open a plan with its prices"), "billing:plans", has_plan))
    filters.filters.append(BEHIND)
    desk.blocks += [
        desk.Block(10, _("Behind with payment"), "billing:people", P.SEE_PAYMENTS.allows, behind),
        desk.Block(25, _("Asking for a place"), "billing:people", P.SEE_PAYMENTS.allows, asking),
    ]
    undelivered.sources.append(
        undelivered.Source(AccessLetter, "membership__alias", "kind", LETTERS)
    )
    refunds.tills.append(giving_back.TILL)
    deeds.names.update(
        {
            "open_plan": _("Plan opened"),
            "archive_plan": _("Plan archived"),
            "add_price": _("Price added"),
            "archive_price": _("Price no longer offered"),
            "invite_many": _("Many invited at once"),
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


def behind(owner: Membership) -> desk.Found:
    """Whoever's payment did not come, longest waiting first."""
    return desk.first_of(
        queries.people_behind(),
        lambda member: desk.Entry(member.alias, payments_of(owner, member.pk)),
    )


def asking(owner: Membership) -> desk.Found:
    """Whoever would pay by transfer or asks for a place, longest waiting first."""
    return desk.first_of(
        PlaceRequest.objects.waiting().select_related("membership"),
        lambda wish: desk.Entry(
            wish.membership.alias, payments_of(owner, wish.membership_id), wish.asked_at
        ),
    )


def payments_of(owner: Membership, pk: int) -> str:
    return reverse("billing:person", args=[owner.community.slug, pk])
