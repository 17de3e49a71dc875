"""The end of a period: renew, end, or leave the trial.

The draft is made at the period's end and charged one hour later. While collection is paused
the invoice stays a draft, is voided or is written off; an unpaid subscription only gets
drafts that nothing collects.
"""

from fakestripe import clock
from fakestripe.clock import HOUR
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.objects import collection, invoice, invoice_lines, periodic
from fakestripe.objects.customer import default_method
from fakestripe.objects.subscription import period_end
from fakestripe.objects.subscription_state import UPDATED, end
from fakestripe.store import Doc

RENEWING = {"active", "past_due", "unpaid", "trialing"}


@clock.step("subscription.period_end")
def renew(fake: Fake, subscription_id: str) -> None:
    doc = fake.store.get("subscription", subscription_id)
    if doc["status"] not in RENEWING or period_end(doc) > fake.now():
        return
    if doc["cancel_at_period_end"]:
        end(fake, doc, "cancellation_requested")
        return
    if doc["status"] == "trialing" and not _leaves_trial(fake, doc):
        return
    status = "active" if doc["status"] == "trialing" else doc["status"]
    pending = doc["_pending_lines"]
    periodic.roll(fake, doc, period_end(doc), UPDATED, status=status, _pending_lines=[])
    lines = [invoice_lines.full(each, doc["currency"]) for each in doc["items"]["data"]]
    _collect_later(fake, doc, invoice.draft(fake, doc, "subscription_cycle", pending + lines))


def _leaves_trial(fake: Fake, doc: Doc) -> bool:
    """Whether the trial goes on as a paid subscription; without a card it may not."""
    missing = doc["trial_settings"]["end_behavior"]["missing_payment_method"]
    if (
        missing == "create_invoice"
        or doc["default_payment_method"]
        or default_method(fake, doc["customer"])
    ):
        return True
    if missing == "cancel":
        end(fake, doc, "cancellation_requested")
    else:
        change(fake, doc, UPDATED, status="paused")
        emit(fake, "customer.subscription.paused", doc)
    return False


def _collect_later(fake: Fake, doc: Doc, draft: Doc) -> None:
    paused = doc["pause_collection"]
    if paused and paused["behavior"] == "void":
        change(fake, draft, None, auto_advance=False)
        collection.finalize(fake, draft)
        collection.void(fake, draft)
    elif paused and paused["behavior"] == "mark_uncollectible":
        change(fake, draft, None, auto_advance=False)
        collection.finalize(fake, draft)
        collection.write_off(fake, draft)
    elif paused or doc["status"] == "unpaid":
        change(fake, draft, "invoice.updated", auto_advance=False)
    else:
        at = fake.now() + HOUR
        change(fake, draft, None, automatically_finalizes_at=at)
        clock.schedule(fake, "invoice.finalize", draft["id"], at)


@clock.step("subscription.trial_will_end")
def warn_of_trial_end(fake: Fake, subscription_id: str) -> None:
    doc = fake.store.get("subscription", subscription_id)
    if doc["status"] == "trialing":
        emit(fake, "customer.subscription.trial_will_end", doc)
