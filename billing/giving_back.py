"""How much can go back to a card at a parting, and how the owner's words about it are read."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from billing import currency
from billing.models import HandPayment, Invoice, Refund
from communities import refunds
from communities.models import Membership, Parting


def last_payment(member: Membership) -> Invoice | None:
    """The last time a card was charged for this member; `None` where money came by hand since."""
    paid = Invoice.objects.filter(subscription__membership=member, status="paid", amount_paid__gt=0)
    found: Invoice | None = (
        paid.select_related("subscription").order_by("-created_at", "-pk").first()
    )
    by_hand = HandPayment.objects.standing().filter(membership=member)
    if found and by_hand.filter(confirmed_at__gt=found.created_at).exists():
        return None
    return found


def can_go_back(invoice: Invoice | None) -> bool:
    return invoice is not None and not Refund.objects.filter(invoice=invoice).exists()


def due_back(parting: Parting, invoice: Invoice | None) -> int | None:
    """Minor units of `invoice`, never more than it took; `None` where it is not for a card."""
    if invoice is None or not can_go_back(invoice):
        return None
    if parting.refund == Parting.Refund.REST:
        return rest_of(invoice, parting)
    fits = parting.refund_currency == invoice.currency
    amount = parting.refund_amount if fits else None
    return amount if amount and amount <= invoice.amount_paid else None


def rest_of(invoice: Invoice, parting: Parting) -> int:
    """The share of what was paid that lies after the day of parting, rounded down."""
    paid = invoice.subscription
    start, end = paid.period_start, paid.period_end
    # An unpaid period has begun: what was paid for is over.
    if paid.paid_until != end:
        return 0
    left = min(max(end - parting.due_at, timedelta()), end - start)
    return currency.payable(invoice.amount_paid * left // (end - start), invoice.currency)


def offers(member: Membership) -> str:
    invoice = last_payment(member)
    if invoice is None or not can_go_back(invoice):
        return _("No payment by card can go back by itself: what you give back, you send.")
    return _("It goes back to the card by itself: at most %(sum)s, paid on %(day)s.") % {
        "sum": currency.written(invoice.amount_paid, invoice.currency, get_language() or "en"),
        "day": date_format(invoice.created_at, "j E Y"),
    }


def read(member: Membership, typed: str) -> refunds.Sum | None:
    """The sum in `typed`, in the currency of the last payment by card; `None` where there is none.

    Raises `ValueError` for what is no amount, or more than was paid.
    """
    invoice = last_payment(member)
    if invoice is None or not can_go_back(invoice):
        return None
    code = invoice.currency
    bare = typed.upper().replace(code, "").replace(currency.SYMBOLS.get(code, code).upper(), "")
    amount = currency.parse(bare, code)
    if amount > invoice.amount_paid:
        most = currency.written(invoice.amount_paid, code, get_language() or "en")
        raise ValueError(_("At most %(sum)s was paid.") % {"sum": most})
    return refunds.Sum(amount, code)


TILL = refunds.Till(offers, read)
