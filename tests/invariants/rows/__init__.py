"""The matrix: every address of ours, by role.

Each module here has `INSIDE`, rows of addresses under `/c/<slug>/`, and may have `OUTSIDE`, rows of
addresses without a community.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.invariants.rows.base import Row

MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
INSIDE: list[Row] = [row for module in MODULES for row in getattr(module, "INSIDE", [])]
OUTSIDE: list[Row] = [row for module in MODULES for row in getattr(module, "OUTSIDE", [])]
ROWS = OUTSIDE + INSIDE
