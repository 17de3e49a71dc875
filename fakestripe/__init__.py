"""A small, honest stand-in for Stripe's far side, for the demo and the tests.

It has its own process (``python -m fakestripe``) or its own threads
(``fakestripe.server.start``), its own SQLite file and its own clock, and is spoken to over
HTTP only. It needs nothing but the standard library.

What is simplified is said in the docstring of the module concerned. Whatever is not known
here answers with an error, as Stripe does: an unknown address with 404, an unknown parameter
with 400 ``parameter_unknown``.
"""
