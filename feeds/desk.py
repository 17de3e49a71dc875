"""What the talk adds to the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import desk
from communities.models import Membership
from feeds import queries

# A curator's whole list: what nobody answered stands on the desk itself.
SHOWN = 20


def keeps_talk(member: Membership) -> bool:
    """Staff and curators: whoever has a desk."""
    return member.is_staff or desk.holds_desk(member)


def register() -> None:
    desk.blocks += [
        desk.Block(5, _("First posts without an answer"), "", keeps_talk, unanswered),
        desk.Block(40, _("Quiet for two weeks"), "subgroups:index", keeps_talk, quiet),
    ]


def unanswered(member: Membership) -> desk.Found:
    return desk.first_of(
        queries.first_posts_unanswered(member),
        lambda post: desk.Entry(
            post.author.alias,
            reverse("feeds:post", args=[member.community.slug, post.pk]),
            post.published_at,
        ),
        SHOWN,
    )


def quiet(member: Membership) -> desk.Found:
    return desk.first_of(
        queries.quiet_subgroups(member),
        lambda subgroup: desk.Entry(
            subgroup.name, reverse("feeds:subgroup", args=[member.community.slug, subgroup.pk])
        ),
    )
