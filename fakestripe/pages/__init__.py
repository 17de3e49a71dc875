"""Hosted pages: Checkout, an invoice, the bank's question, the billing portal.

Plain HTML that works without script. No address of another host, nothing inline.
"""

from fakestripe.pages import checkout, invoice, portal  # registers
from fakestripe.pages.serving import answer

__all__ = ["answer", "checkout", "invoice", "portal"]
