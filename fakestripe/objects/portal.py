"""Billing portal sessions: change the card, leave at the period's end, pay what is open.

Simplified: one fixed configuration; a session lives for a day.
"""

from fakestripe.fake import Fake
from fakestripe.objects import customer
from fakestripe.objects.checkout import LOCALES
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

LIFETIME = 24 * 3600


@v1.add("POST", "/v1/billing_portal/sessions", "customer return_url locale")
def post(call: Call) -> Doc:
    fake, params = call.fake, call.params
    owner = customer.living(fake, params.required("customer"))
    session_id = new_id("bps")
    return fake.store.add(
        {
            "id": session_id,
            "object": "billing_portal.session",
            "configuration": "bpc_fakestripe",
            "created": fake.now(),
            "customer": owner["id"],
            "flow": None,
            "livemode": False,
            "locale": params.choice("locale", LOCALES),
            "on_behalf_of": None,
            "return_url": params.address("return_url"),
            "url": f"{fake.settings.public_url}/portal/{session_id}",
        }
    )


def living(fake: Fake, session_id: str) -> Doc | None:
    doc = fake.store.find(session_id)
    if doc is None or doc["object"] != "billing_portal.session":
        return None
    return doc if fake.now() < doc["created"] + LIFETIME else None
