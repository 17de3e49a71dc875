"""Moving a subscription into its next period."""

from fakestripe import clock, periods
from fakestripe.events import change
from fakestripe.fake import Fake
from fakestripe.store import Doc


def roll(fake: Fake, doc: Doc, start: int, event: str | None = None, **fields: object) -> None:
    """All items get the period from ``start`` to the next boundary of the anchor."""
    items = [_moved(each, start, doc["billing_cycle_anchor"]) for each in doc["items"]["data"]]
    change(fake, doc, event, items=doc["items"] | {"data": items}, **fields)
    end = items[0]["current_period_end"]
    clock.schedule(fake, "subscription.period_end", doc["id"], end)


def _moved(item: Doc, start: int, anchor: int) -> Doc:
    recurring = item["price"]["recurring"]
    end = periods.end_after(start, anchor, recurring["interval"], recurring["interval_count"])
    return item | {"current_period_start": start, "current_period_end": end}
