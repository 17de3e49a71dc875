"""Letters to members that could not be delivered, as the owner is told: what kind, to whom, when.

Each app registers its due letters, so that one query finds them all; nothing of their content.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.desk import FEW, Block, Entry, Found
from communities.models import InvitationLetter, Letter, Membership
from communities.permissions import P
from core import clock, due

# After that it is told no more.
TOLD_FOR = timedelta(days=30)
MOST = 100


class Undelivered(NamedTuple):
    """`to` is an alias, or the address an invitation was for."""

    what: str | Promise
    to: str
    at: datetime


class Source(NamedTuple):
    """One model of letters: its names by kind, and where alias or address stand."""

    model: Any
    to: str
    kind: str
    names: dict[str, str | Promise]


sources: list[Source] = [
    Source(
        Letter,
        "membership__alias",
        "kind",
        {
            "parting": _("Letter about parting"),
            "application": _("Answer to an application"),
        },
    ),
    Source(InvitationLetter, "invitation__address", "", {"": _("Invitation")}),
]


def undelivered() -> list[Undelivered]:
    """Those of this community, latest first; up to `MOST`, not older than `TOLD_FOR`."""
    first, *others = [rows_of(source) for source in sources]
    rows = first.union(*others, all=True).order_by("-done_at")[:MOST]
    names = {
        f"{source.model._meta.label}:{kind}": name
        for source in sources
        for kind, name in source.names.items()
    }
    return [Undelivered(names.get(what, _("Letter")), to, at) for what, to, at in rows]


def rows_of(source: Source) -> QuerySet[Any]:
    since = clock.now() - TOLD_FOR
    kind = F(source.kind) if source.kind else Value("")
    what = Concat(Value(f"{source.model._meta.label}:"), kind, output_field=CharField())
    rows = due.given_up(source.model.objects.filter(done_at__gt=since))
    named: QuerySet[Any] = rows.annotate(what=what, to=F(source.to))
    return named.values_list("what", "to", "done_at")


def found(owner: Membership) -> Found:
    """For the desk."""
    url = reverse("communities:undelivered", args=[owner.community.slug])
    rows = undelivered()
    return Found(len(rows), [Entry(f"{row.what} · {row.to}", url, row.at) for row in rows[:FEW]])


BLOCK = Block(
    60,
    _("Letters that did not arrive"),
    "communities:undelivered",
    P.SEE_UNDELIVERED.allows,
    found,
)
