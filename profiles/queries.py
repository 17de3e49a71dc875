"""What somebody shows, as one person sees it."""

from collections.abc import Iterable
from typing import NamedTuple

from communities.models import Membership
from profiles.models import ProfileLine, ProfilePicture


class Shown(NamedTuple):
    """`lines` in the order they were written; `picture` is `None` where the alias is drawn."""

    lines: list[ProfileLine]
    picture: ProfilePicture | None


def shown_to(member: Membership, person: Membership) -> Shown:
    """What `person` shows to `member`; of oneself all there is."""
    lines = ProfileLine.objects.visible_to(member).filter(person=person).order_by("pk")
    return Shown(list(lines), picture_for(member, person))


def picture_for(member: Membership, person: Membership) -> ProfilePicture | None:
    """The picture of `person`, if they show it to `member`."""
    visible = ProfilePicture.objects.visible_to(member).filter(person=person)
    return visible.select_related("attachment").first()


def shown_among(member: Membership, people: Iterable[Membership]) -> set[int]:
    """Ids of those of `people` whose picture `member` sees."""
    asked = {person.pk for person in people}
    if not asked:
        return set()
    pictures = ProfilePicture.objects.visible_to(member).filter(person__in=asked)
    return set(pictures.values_list("person", flat=True))
