"""What each role gets at each address. A new address without a row here fails the suite.

`Row.who` maps outcomes to roles; whoever is not named gets the tail: without access "billing",
from another community 404, signed out "sign-in".
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from communities.models import Invitation, Line
from core.tenancy import community_scope
from feeds.models import Hashtag, Placement, Post, PostHashtag
from tests.conftest import Cast
from tests.factories import CommentFactory, PostFactory, PostPictureFactory

OWNER = ("owner",)
STAFF = ("owner", "specialist")
WRITERS = ("owner", "specialist", "curator", "member", "insider")
READERS = (*WRITERS, "reading_only")
SHUT_OUT = ("lapsed", "newcomer", "left")
MEMBERS = (*READERS, *SHUT_OUT)
EVERYBODY = (*MEMBERS, "outsider", "visitor")

Arguments = Callable[[Cast], dict[str, Any]]
TAIL: dict[Any, tuple[str, ...]] = {
    404: (*READERS, "outsider"),
    "billing": SHUT_OUT,
    "sign-in": ("visitor",),
}


def nothing(cast: Cast) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """One way to ask at one address. `data` is posted; `note` says why a row surprises."""

    name: str
    who: dict[Any, tuple[str, ...]]
    arguments: Arguments = nothing
    method: str = "get"
    data: Callable[[Cast], dict[str, Any]] = field(default=nothing)
    variant: str = ""

    @property
    def title(self) -> str:
        return " ".join(filter(None, [self.method, self.name, self.variant]))

    def expected(self) -> dict[str, Any]:
        """Role -> outcome."""
        found = {role: outcome for outcome, roles in TAIL.items() for role in roles}
        return found | {role: outcome for outcome, roles in self.who.items() for role in roles}


def page(name: str, roles: tuple[str, ...] = READERS, **more: Any) -> Row:
    return Row(name, {200: roles}, **more)


def act(name: str, roles: tuple[str, ...], **more: Any) -> Row:
    """A form that is sent: done means a redirect or 200."""
    who = {"done": roles}
    return Row(name, who | more.pop("also", {}), method="post", **more)


def common_post(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": PostFactory(author=cast.member).pk}


def quiet_post(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": PostFactory(author=cast.insider, subgroup=cast.quiet).pk}


def attic_post(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": PostFactory(author=cast.insider, subgroup=cast.attic).pk}


def north_post(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": PostFactory(author=cast.insider, subgroup=cast.north).pk}


def picture_on(make: Arguments) -> Arguments:
    def build(cast: Cast) -> dict[str, Any]:
        post = make(cast)["pk"]
        with community_scope(cast.community):
            return {"pk": PostPictureFactory(post_id=post).pk}

    return build


def comment_on(make: Arguments) -> Arguments:
    def build(cast: Cast) -> dict[str, Any]:
        post = make(cast)["pk"]
        with community_scope(cast.community):
            Post.objects.filter(pk=post).update(comment_count=1)
            return {"pk": CommentFactory(post_id=post, author=cast.insider).pk}

    return build


def placement(cast: Cast) -> dict[str, Any]:
    post = common_post(cast)["pk"]
    with community_scope(cast.community):
        row = Placement.objects.create(
            post_id=post, subgroup=cast.north, published_at=cast.community.created_at
        )
    return {"pk": row.pk}


def tag(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        word, _ = Hashtag.objects.get_or_create(key="rest", defaults={"name": "rest"})
        post = PostFactory(author=cast.member)
        PostHashtag.objects.create(post=post, hashtag=word, published_at=post.published_at)
    return {"key": "rest"}


def subgroup(name: str) -> Arguments:
    return lambda cast: {"pk": getattr(cast, name).pk}


def inside(name: str, who: str) -> Arguments:
    """A place in a subgroup: two ids."""
    return lambda cast: {"pk": getattr(cast, name).pk, "member": getattr(cast, who).pk}


def person(name: str) -> Arguments:
    return lambda cast: {"pk": getattr(cast, name).pk}


def invitation(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": Invitation.objects.create(created_by=cast.owner).pk}


def join_token(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"token": Invitation.objects.create(created_by=cast.owner).token}


def line(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": Line.objects.create(author=cast.member, body="one line").pk}


def words(**more: Any) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"body": "A word", "submission": str(uuid4()), **more}


LEADERS_NORTH = ("owner", "specialist", "curator")
IN_QUIET = ("owner", "curator", "insider")
