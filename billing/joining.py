"""The form of the join page: an alias, two consents, and what to pay."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing import queries
from billing.models import Price, Welcome
from billing.templatetags.billing import money
from communities.forms import JoinForm
from communities.models import Community, Document


class PriceRadio(forms.ModelChoiceField):
    """«1 900 ₽ · every month · by transfer»."""

    def label_from_instance(self, price: Price) -> str:
        said = f"{money(price)} · {price.get_interval_display()} · {price.get_way_display()}"
        return f"{price.plan.name}: {said}"


class JoinAndPayForm(JoinForm):
    """Where nothing is sold there is no price to choose: the owner gives places. Whoever is asked
    first chooses a price after a yes; for whom it is paid already, there is nothing to choose."""

    price = PriceRadio(
        Price.objects.none(),
        label=_("Plan and currency"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Please choose how to pay."),
            "invalid_choice": _("This price is no longer offered. Please choose another."),
        },
    )

    def __init__(
        self, *args: Any, community: Community, welcome: Welcome | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, asked=Document.objects.current(), **kwargs)
        prices = [price.pk for plan in queries.offers(community) for price in plan.prices.all()]
        self.paid_until = welcome.paid_until if welcome else None
        if self.questions or self.paid_until or not prices:
            del self.fields["price"]
            return
        on_offer = Price.objects.filter(pk__in=prices).select_related("plan")
        self.fields["price"].queryset = on_offer.order_by("plan__position", "currency")
        if welcome and welcome.plan:
            self.fields["price"].initial = on_offer.filter(plan=welcome.plan).first()
