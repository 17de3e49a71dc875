"""Shapes of what people send."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing import currency
from billing.models import Plan, Price
from billing.models.customer import new_key
from billing.operations import NewPrice
from billing.pasting import Line, Usual, read_list
from communities.models import Community
from core import clock
from subgroups.models import Subgroup

FURTHEST = timedelta(days=366 * 5)


class PayForm(forms.Form):
    """Which of the prices on offer."""

    price: "forms.ModelChoiceField[Price]" = forms.ModelChoiceField(
        Price.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This price is no longer offered.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_sale = Price.objects.live().filter(way=Price.Way.CARD)
        self.fields["price"].queryset = on_sale.select_related("plan")


class AskForm(forms.Form):
    """A price by transfer, or none: a place from the owner is asked for."""

    price: "forms.ModelChoiceField[Price]" = forms.ModelChoiceField(
        Price.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_hand = Price.objects.live().filter(way=Price.Way.HAND)
        self.fields["price"].queryset = by_hand.select_related("plan")


class AmountForm(forms.Form):
    """An amount as people type it, and its currency; cleaned to minor units."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currency.CHOICES)
    amount = forms.CharField(
        label=_("Amount"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "amount" in cleaned and "currency" in cleaned:
            try:
                cleaned["amount"] = currency.parse(cleaned["amount"], cleaned["currency"])
            except ValueError as error:
                self.add_error("amount", str(error))
        return cleaned


class PriceForm(AmountForm):
    interval = forms.ChoiceField(label=_("How often"), choices=Price.Interval.choices)
    way = forms.ChoiceField(label=_("How it is paid"), choices=Price.Way.choices)

    def has_changed(self) -> bool:
        """A row without an amount is an empty row: its choices are preset."""
        return bool(self["amount"].data)

    def new_price(self) -> NewPrice:
        names = ("currency", "amount", "interval", "way")
        return NewPrice(**{name: self.cleaned_data[name] for name in names})


class BasePriceFormSet(forms.BaseFormSet):
    def new_prices(self) -> list[NewPrice]:
        return [form.new_price() for form in self.forms if form.has_changed()]

    def clean(self) -> None:
        """No two prices of one kind, and at least one."""
        if any(self.errors):
            return
        kinds = [(each.currency, each.interval, each.way) for each in self.new_prices()]
        if not kinds:
            raise forms.ValidationError(_("Add at least one price."))
        if len(set(kinds)) < len(kinds):
            raise forms.ValidationError(_("Two of these prices are for the same thing."))


PriceFormSet = forms.formset_factory(PriceForm, formset=BasePriceFormSet, extra=3, max_num=12)


class PlanForm(forms.ModelForm):
    class Meta:
        model = Plan
        fields = ("name", "description")
        labels = {"name": _("Name of the plan"), "description": _("What it opens")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=picker, **kwargs)


def in_future(day: date | None) -> date | None:
    """`day` if it lies ahead, and not absurdly far."""
    today = clock.now().astimezone(timezone.get_current_timezone()).date()
    if day is not None and not today < day < today + FURTHEST:
        raise forms.ValidationError(_("Choose a day ahead, within five years."))
    return day


class PlaceForm(forms.Form):
    """A place from the owner; without a day it has no end."""

    until = day_field(_("Open until"), required=False, help_text=_("Empty means without an end."))
    reason = forms.CharField(
        label=_("Why this place"), max_length=200, required=False, help_text=_("Only you see this.")
    )

    def clean_until(self) -> date | None:
        return in_future(self.cleaned_data["until"])


class HandPaymentForm(AmountForm):
    """A payment by transfer."""

    until = day_field(_("Paid until"))
    note = forms.CharField(label=_("Note on the payment"), max_length=200, required=False)
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_key)

    def clean_until(self) -> date | None:
        return in_future(self.cleaned_data["until"])


class ManyForm(forms.Form):
    """A pasted list, and what holds for lines that do not say it themselves."""

    pasted = forms.CharField(
        label=_("Addresses"),
        max_length=200_000,
        help_text=_(
            "Up to 500 lines, one person each: address; paid until; plan; subgroup. The last three "
            "may be left out. A column copied from a spreadsheet works too."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "autocapitalize": "none", "spellcheck": "false"}),
    )
    paid_until = day_field(
        _("Paid until"),
        required=False,
        help_text=_("Whoever has a date pays nothing until then. Without one they pay as usual."),
    )
    plan: "forms.ModelChoiceField[Plan]" = forms.ModelChoiceField(
        Plan.objects.none(), required=False, label=_("Plan"), empty_label=_("none")
    )
    subgroup: "forms.ModelChoiceField[Subgroup]" = forms.ModelChoiceField(
        Subgroup.objects.none(), required=False, label=_("Subgroup"), empty_label=_("none")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.live()
        self.fields["plan"].label_from_instance = lambda plan: plan.name
        own = Subgroup.objects.standing().filter(for_staff=False)
        self.fields["subgroup"].queryset = own.order_by("name")
        self.fields["subgroup"].label_from_instance = lambda subgroup: subgroup.name

    def clean_paid_until(self) -> date | None:
        return in_future(self.cleaned_data["paid_until"])

    def lines(self, community: Community) -> list[Line]:
        """Every line with what becomes of it, once the form is valid."""
        usual = {name: self.cleaned_data[name] for name in ("paid_until", "plan", "subgroup")}
        return read_list(self.cleaned_data["pasted"], Usual(**usual), community)


class GraceForm(forms.Form):
    """Days after a charge that failed."""

    full_days = forms.IntegerField(label=_("Days of full access"), min_value=0, max_value=60)
    reading_days = forms.IntegerField(label=_("Then days of reading"), min_value=0, max_value=60)
