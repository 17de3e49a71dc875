"""Where somebody may write, narrowest first."""

from communities.models import Membership
from core import ids
from feeds.queries.audience import Audience, Audiences
from subgroups.models import Subgroup, places_of


def writable_places(member: Membership, audiences: Audiences) -> list[Audience]:
    """The member's subgroups (staff: all they read), fewest readers first, then the community."""
    places = [audiences.of(subgroup) for subgroup in written_in(member)]
    return [*sorted(places, key=lambda place: place.count), audiences.of(None)]


def written_in(member: Membership) -> list[Subgroup]:
    """Subgroups the member may write in, by name."""
    if member.is_staff:
        return list(Subgroup.objects.readable_by(member).standing().order_by("name_key"))
    subgroups = [p.subgroup for p in places_of(member) if p.subgroup.archived_at is None]
    return sorted(subgroups, key=lambda subgroup: subgroup.name_key)


def readable_place(member: Membership, code: str) -> Subgroup | None:
    """The subgroup a form named, `None` for the common space.

    Raises `Subgroup.DoesNotExist` for one that `member` does not read.
    """
    if code in {"", "common"}:
        return None
    try:
        pk = ids.decode(code)
    except ValueError as error:
        raise Subgroup.DoesNotExist from error
    return Subgroup.objects.readable_by(member).get(pk=pk)
