"""Repeatable measurements: `python -m bench`. Nothing of the product imports this."""
