"""House rules that a reader of one file cannot see broken."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.invariants.tree import ROOT, code, files, write

DRAWERS = {"common", "helper", "helpers", "service", "services", "signals", "util", "utils"}
CLOCK = "core/clock.py"
# Sessions, codes and the far side of payments live by real time.
REAL_TIME = ("accounts/", "fakestripe/")
READS_CLOCK = re.compile(
    r"\b(?:datetime|timezone|date)\.(?:now|utcnow|today)\(|\blocal(?:date|time)\(\)"
)
# Who may look across communities, and for what.
ACROSS = {
    "billing/operations/apply.py": "an event of Stripe says whose it is only after reading",
    "billing/operations/erasing.py": "an account is erased in all its communities",
    "billing/operations/reconcile.py": "one account of Stripe serves several communities",
    "billing/operations/refunds.py": "sweeps",
    "billing/operations/sweeps.py": "sweeps",
    "communities/entry.py": "finds out which community this is",
    "communities/operations/aliases.py": "a daily sweep of given-up aliases",
    "communities/operations/deleting.py": "an account is erased in all its communities",
    "communities/operations/invitations.py": "a daily sweep of invitations long over",
    "communities/queries/places.py": "my communities",
    "config/operator/site.py": "the operator's pages list rows of all communities",
    "config/management/commands/check_invariants.py": "checks the whole installation",
    "files/sweeps.py": "files and rows of all communities that nobody shows",
    "core/due.py": "due rows of all communities",
    "core/tenancy.py": "defines it",
}
CHANNELS = re.compile(r"^(?:core|config)/|^communities/entry\.py$|/consumers(?:\.py$|/)")
MONEY = re.compile(r"amount|balance|cost|fee|minor|money|paid|price|refund|total")


def drawers(root: Path) -> Iterator[str]:
    """Files and folders named after nothing."""
    for path in files(root, ".py"):
        name = path.relative_to(root)
        if DRAWERS & {*name.parent.parts, name.stem}:
            yield f"{name.as_posix()}: a drawer"


def clocks(root: Path) -> Iterator[str]:
    """Whoever reads a clock that cannot be moved."""
    for name, source in code(root):
        if name == CLOCK or name.startswith("fakestripe/"):
            continue
        real_time = "time.time(" in source and not name.startswith(REAL_TIME)
        if READS_CLOCK.search(source) or real_time:
            yield f"{name}: reads the clock"


def automatic_dates(root: Path) -> Iterator[str]:
    """Dates that Django sets by its own clock."""
    for name, source in code(root):
        if re.search(r"\bauto_now(?:_add)?\s*=", source):
            yield f"{name}: auto_now"


def crossings(root: Path) -> Iterator[str]:
    """Whoever looks across communities without being on the list, and the list's dead entries."""
    callers = {name for name, source in code(root) if "across_communities(" in source}
    yield from (f"{name}: across_communities" for name in sorted(callers - set(ACROSS)))
    if root == ROOT:
        yield from (
            f"{name}: listed, but looks across nothing" for name in sorted(set(ACROSS) - callers)
        )


def foreign_imports(root: Path) -> Iterator[str]:
    """Channels and Stripe outside the rooms that speak to them."""
    for name, source in code(root):
        modules = set(_imported(source))
        if "channels" in modules and not CHANNELS.search(name):
            yield f"{name}: imports channels"
        if "stripe" in modules and not name.startswith("billing/"):
            yield f"{name}: imports stripe"


def floats(root: Path) -> Iterator[str]:
    """Money that touches a float."""
    for name, source in code(root):
        if name.startswith("billing/"):
            for node in ast.walk(ast.parse(source)):
                if any(MONEY.search(ast.unparse(part)) for part in _made_inexact(node)):
                    yield f"{name}: float: {ast.unparse(node)}"


def _made_inexact(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that this node turns into a float."""
    match node:
        case ast.Call(func=ast.Name(id="float"), args=parts):
            return [*parts]
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return [left, right]
        case ast.BinOp(op=ast.Mult(), left=part, right=ast.Constant(value=float())):
            return [part]
        case ast.BinOp(op=ast.Mult(), left=ast.Constant(value=float()), right=part):
            return [part]
        case (
            ast.AnnAssign(annotation=ast.Name(id="float"))
            | ast.arg(annotation=ast.Name(id="float"))
            | ast.Assign(value=ast.Call(func=ast.Attribute(attr="FloatField")))
        ):
            return [node]
    return []


def _imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


CHECKS = [drawers, clocks, automatic_dates, crossings, foreign_imports, floats]
Check = Callable[[Path], Iterator[str]]


@pytest.mark.parametrize("check", CHECKS)
def test_the_house_is_in_order(check: Check) -> None:
    assert list(check(ROOT)) == []


@pytest.mark.parametrize(
    ("check", "name", "content"),
    [
        (drawers, "feeds/utils.py", ""),
        (drawers, "feeds/services/posts.py", ""),
        (drawers, "tests/helpers.py", ""),
        (clocks, "feeds/queries.py", "x = timezone.now()"),
        (clocks, "feeds/queries.py", "x = datetime.now(UTC)"),
        (clocks, "feeds/queries.py", "x = date.today()"),
        (clocks, "feeds/queries.py", "x = timezone.localdate()"),
        (clocks, "feeds/queries.py", "x = time.time()"),
        (automatic_dates, "feeds/models.py", "x = DateTimeField(auto_now_add=True)"),
        (automatic_dates, "feeds/models.py", "x = DateTimeField(auto_now = True)"),
        (crossings, "feeds/queries.py", "with across_communities('x'): pass"),
        (foreign_imports, "feeds/views.py", "from channels.layers import get_channel_layer"),
        (foreign_imports, "communities/views.py", "def f():\n    import channels.db"),
        (foreign_imports, "feeds/views.py", "import stripe"),
        (foreign_imports, "fakestripe/views.py", "from stripe import params"),
        (floats, "billing/queries.py", "x = float(price.amount)"),
        (floats, "billing/queries.py", "x = amount / 100"),
        (floats, "billing/queries.py", "x = total_minor * 0.2"),
        (floats, "billing/queries.py", "amount: float = 1"),
        (floats, "billing/queries.py", "def f(refunded: float): pass"),
        (floats, "billing/models.py", "amount = models.FloatField()"),
    ],
)
def test_a_broken_rule_is_found(tmp_path: Path, check: Check, name: str, content: str) -> None:
    write(tmp_path, name, content)
    assert len(list(check(tmp_path))) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("core/clock.py", "x = datetime.now(UTC)"),
        ("accounts/codes.py", "x = time.time()"),
        ("feeds/queries.py", "x = clock.now()"),
        ("feeds/consumers.py", "import channels"),
        ("communities/entry.py", "import channels\nacross_communities('x')"),
        ("billing/gateway.py", "import stripe\nlimit: float = 2.0\nx = amount * 2 // 3"),
    ],
)
def test_what_the_house_allows_passes(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, name, content)
    assert [fault for check in CHECKS for fault in check(tmp_path)] == []
