"""What the composer offers while one types: people after `@`, tags after `#`; one's circle."""

from django.db.models import Exists, OuterRef

from communities.models import Membership
from communities.queries import apart_of
from core import text
from feeds.models import Follow, Hashtag
from subgroups.models import Subgroup, SubgroupMembership

MOST = 8


def suggest_people(*, member: Membership, prefix: str, place: Subgroup | None) -> list[Membership]:
    """People whose alias begins with `prefix` and who may read `place`; one's circle first.

    Without whom one does not hear. Who blocked the asker is offered as before: nobody is told.
    """
    named = Membership.objects.present().filter(alias_key__startswith=text.key(prefix))
    if place is not None and not place.is_open:
        inside = SubgroupMembership.objects.present().filter(subgroup=place)
        named = named.filter(pk__in=inside.values("membership")) | named.owners()
    near = Follow.objects.visible_to(member).filter(followee=OuterRef("pk"))
    others = named.exclude(pk__in=[member.pk, *apart_of(member).unheard]).annotate(
        is_near=Exists(near)
    )
    return list(others.order_by("-is_near", "alias_key")[:MOST])


def suggest_tags(*, member: Membership, prefix: str) -> list[str]:
    """Tags beginning with `prefix`: group hashtags of open and own subgroups, then used ones.

    Those of archived subgroups are not offered, as far as the asker may know of them.
    """
    key = text.key(prefix)
    own = Subgroup.objects.of(member) | Subgroup.objects.filter(kind=Subgroup.Kind.OPEN)
    of_groups = own.filter(tag_key__startswith=key)
    groups = of_groups.standing().order_by("tag_key").values_list("tag", flat=True)
    archived = of_groups.exclude(archived_at=None)
    used = Hashtag.objects.visible_to(member).filter(key__startswith=key).order_by("key")
    used = used.exclude(key__in=archived.values("tag_key"))
    names = [*groups[:MOST], *used.values_list("name", flat=True)[:MOST]]
    return list({text.key(name): name for name in reversed(names)}.values())[::-1][:MOST]


def circle_of(member: Membership) -> list[Membership]:
    """Whom `member` follows, by alias."""
    near = Follow.objects.visible_to(member).values("followee")
    return list(Membership.objects.filter(pk__in=near).order_by("alias_key"))


def is_near(member: Membership, person: Membership) -> bool:
    """Whether `person` is in the circle of `member`."""
    return Follow.objects.visible_to(member).filter(followee=person).exists()
