"""Tells a story through the same operations people use, then sets its times back."""

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress

from accounts.models import User
from billing import operations as billing
from communities import operations as communities
from communities.models import Invitation, Membership
from config.seeds.cast import INVITATIONS, Story, Words
from core import clock
from core.tenancy import community_scope
from feeds import operations as feeds
from feeds.models import Comment, Placement, Post, PostHashtag
from subgroups import operations as subgroups
from subgroups.models import Subgroup

PLACES_USED = 500


def tell_story(story: Story) -> Membership:
    """Make the community with all in it and return the membership of the demo's member."""
    owner = communities.open_community(
        user=new_user(story, "owner"),
        slug=story.slug,
        name=story.name,
        language=story.language,
        time_zone=story.time_zone,
        alias=story.owner,
    )
    with community_scope(owner.community):
        communities.change_community(
            actor=owner,
            publish=True,
            accent=story.accent,
            public_page=story.public_page,
            help_contacts=story.help_contacts,
        )
        open_plan(story, owner)
        Invitation.objects.create(
            created_by=owner,
            token=INVITATIONS[story.language],
            uses_allowed=PLACES_USED,
            expires_at=clock.now() + timedelta(days=365),
        )
        people = {story.owner: owner} | bring_people(story, owner)
        homes = open_subgroups(story, owner, people)
        for words in story.words:
            say(story, words, people, homes)
    new_user(story, "newcomer")
    return people[story.member]


def new_user(story: Story, mailbox: str) -> User:
    """A person whose address is confirmed."""
    user = User.objects.create_user(
        f"{mailbox}.{story.language}@demo.example",
        language=story.language,
        time_zone=story.time_zone,
        time_zone_chosen=True,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def open_plan(story: Story, owner: Membership) -> None:
    name, description = story.plan
    prices = [billing.NewPrice(currency, amount, way=way) for currency, amount, way in story.prices]
    billing.open_plan(actor=owner, name=name, description=description, prices=prices)


def bring_people(story: Story, owner: Membership) -> dict[str, Membership]:
    """Everybody has a place from the owner; the demo's member pays later instead."""
    roles = {story.member: "member"} | dict.fromkeys(story.curators, "curator")
    people = {}
    for number, alias in enumerate([*story.curators, story.member, *story.people]):
        user = new_user(story, roles.get(alias, f"person{number}"))
        place = Membership(user=user)
        place.take_alias(alias)
        place.save()
        billing.give_place(actor=owner, member=place, until=None, reason="demo")
        place.refresh_from_db()
        people[alias] = place
    return people


def open_subgroups(
    story: Story, owner: Membership, people: dict[str, Membership]
) -> dict[str, Subgroup | None]:
    homes: dict[str, Subgroup | None] = {"": None}
    for name, purpose, kind, tag, inside in story.subgroups:
        home = subgroups.open_subgroup(actor=owner, name=name, purpose=purpose, kind=kind, tag=tag)
        for alias in inside:
            subgroups.admit(actor=owner, subgroup=home, member=people[alias])
        for alias, led in story.curators.items():
            if led == name:
                subgroups.name_curator(actor=owner, subgroup=home, member=people[alias])
        homes[name] = home
    return homes


def say(
    story: Story,
    words: Words,
    people: dict[str, Membership],
    homes: dict[str, Subgroup | None],
) -> None:
    """One post with its answers, each an hour and a half after the one before."""
    at = moment(people[story.owner], words)
    post = feeds.create_post(
        actor=people[words.alias],
        subgroup=homes[words.place],
        body=words.text,
        submission=uuid5(NAMESPACE_URL, f"{story.slug}/{words.text}"),
    )
    Post.objects.filter(pk=post.pk).update(published_at=at)
    for row in (Placement, PostHashtag):
        row.objects.filter(post=post).update(published_at=at)
    for number, (alias, answer) in enumerate(words.answers, start=1):
        comment = feeds.create_comment(
            actor=people[alias],
            post=post,
            body=answer,
            submission=uuid5(NAMESPACE_URL, f"{story.slug}/{words.text}/{number}"),
        )
        later = at + number * timedelta(minutes=90)
        Comment.objects.filter(pk=comment.pk).update(published_at=min(later, clock.now()))


def moment(owner: Membership, words: Words) -> datetime:
    """`words.days` ago at `words.at` where the community lives, never in the future."""
    now = clock.now().astimezone(owner.community.zone)
    day = now.date() - timedelta(days=words.days)
    said = datetime.combine(day, time.fromisoformat(words.at), owner.community.zone)
    return min(said, now - timedelta(minutes=20))
