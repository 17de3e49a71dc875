"""Makes rows for tests. Tenant factories need an open community scope."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from communities.models import NEVER, UNLIMITED, Community, Document, Invitation, Membership
from core import clock, text
from core.tenancy import community_scope
from feeds.models import Comment, Post, PostPicture
from files.models import Attachment
from subgroups.models import Subgroup, SubgroupMembership


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(None)
    time_zone = "UTC"

    @factory.post_generation
    def verified(self, create: Any, extracted: Any, **kwargs: Any) -> None:
        """Their address is confirmed, as after any sign-up."""
        from allauth.account.models import EmailAddress

        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class CommunityFactory(DjangoModelFactory[Community]):
    class Meta:
        model = Community

    slug = factory.Sequence(lambda n: f"harbour-{n}")
    name = factory.Sequence(lambda n: f"Harbour {n}")
    language = "en"
    time_zone = "UTC"


class MembershipFactory(DjangoModelFactory[Membership]):
    """A paid-up member."""

    class Meta:
        model = Membership

    community = factory.SubFactory(CommunityFactory)
    user = factory.SubFactory(UserFactory)
    alias = factory.Sequence(lambda n: f"Heron{n}")
    alias_key = factory.LazyAttribute(lambda o: text.key(o.alias))
    alias_skeleton = factory.LazyAttribute(lambda o: text.alias_skeleton(o.alias))
    state = Membership.State.ACTIVE
    full_until = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))
    read_until = factory.LazyFunction(lambda: clock.now() + timedelta(days=37))
    joined_at = factory.LazyFunction(clock.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Membership:
        with community_scope(kwargs["community"]):
            return super()._create(model_class, *args, **kwargs)

    class Params:
        owner = factory.Trait(
            role=Membership.Role.OWNER, full_until=UNLIMITED, read_until=UNLIMITED
        )
        specialist = factory.Trait(role=Membership.Role.SPECIALIST)
        reading_only = factory.Trait(
            full_until=factory.LazyFunction(lambda: clock.now() - timedelta(days=1))
        )
        lapsed = factory.Trait(
            full_until=factory.LazyFunction(lambda: clock.now() - timedelta(days=8)),
            read_until=factory.LazyFunction(lambda: clock.now() - timedelta(days=1)),
        )
        newcomer = factory.Trait(
            state=Membership.State.JOINING, full_until=NEVER, read_until=NEVER, joined_at=None
        )


class SubgroupFactory(DjangoModelFactory[Subgroup]):
    class Meta:
        model = Subgroup

    name = factory.Sequence(lambda n: f"North {n}")
    name_key = factory.LazyAttribute(lambda o: text.key(o.name))
    tag = factory.Sequence(lambda n: f"north{n}")
    tag_key = factory.LazyAttribute(lambda o: text.key(o.tag))
    kind = Subgroup.Kind.OPEN


class PlaceFactory(DjangoModelFactory[SubgroupMembership]):
    class Meta:
        model = SubgroupMembership

    subgroup = factory.SubFactory(SubgroupFactory)
    membership = factory.SubFactory(MembershipFactory)


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    kind = Document.Kind.AGREEMENT
    number = factory.Sequence(lambda n: n + 1)
    source = "We listen."
    html = "<p>We listen.</p>"


class PostFactory(DjangoModelFactory[Post]):
    """In the common space unless `subgroup` is given."""

    class Meta:
        model = Post

    author = factory.SubFactory(MembershipFactory)
    source = factory.Sequence(lambda n: f"Post number {n}")
    html = factory.LazyAttribute(lambda o: f"<p>{o.source}</p>")
    submission = factory.LazyFunction(uuid4)


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    post = factory.SubFactory(PostFactory)
    author = factory.SubFactory(MembershipFactory)
    source = factory.Sequence(lambda n: f"Comment number {n}")
    html = factory.LazyAttribute(lambda o: f"<p>{o.source}</p>")
    submission = factory.LazyFunction(uuid4)


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """Without its file."""

    class Meta:
        model = Attachment

    path = factory.Sequence(lambda n: f"none/{n}.webp")
    content_type = "image/webp"
    size, width, height = 4, 4, 3
    alt = factory.Sequence(lambda n: f"River number {n}")


class PostPictureFactory(DjangoModelFactory[PostPicture]):
    class Meta:
        model = PostPicture

    post = factory.SubFactory(PostFactory)
    attachment = factory.SubFactory(AttachmentFactory)
    position = factory.Sequence(lambda n: n)
