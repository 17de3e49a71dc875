"""Tells a story through the same operations people use, then sets its times back.

Between its opening and its words stands the past, written in bulk (`config/seeds/past.py`).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.account.models import EmailAddress

from accounts.models import User
from billing import operations as billing
from billing.models import Grant
from communities import operations as communities
from communities.models import Acceptance, Community, Document, Invitation, Membership
from config.seeds.cast import INVITATIONS, Size, Story, Words
from config.seeds.crowd import Somebody, Span, bring, wait_at_the_door
from config.seeds.derived import Derived
from config.seeds.past import Past, follow
from config.seeds.pieces import PIECES
from config.seeds.rooms import EVERYTHING, Home, furnish, settle
from config.seeds.wording import Wording
from core import clock
from core.tenancy import community_scope
from feeds import operations as feeds
from feeds.models import Comment, Placement, Post, PostHashtag
from subgroups import operations as subgroups
from subgroups import staff
from subgroups.models import Subgroup, SubgroupMembership

PLACES_USED = 500
# The newest posts are the story's own: this many days of it, nothing else.
FOREGROUND_DAYS = 2
WAITING_AT_THE_DOOR = 2


@dataclass
class Told:
    """What a story has brought into being."""

    story: Story
    owner: Membership
    people: dict[str, Membership]
    homes: dict[str, Subgroup | None]


def tell_story(story: Story, size: Size) -> Membership:
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
        told = open_house(story, owner)
        write_past(told, size)
        for number, words in enumerate(story.words):
            say(told, words, number)
        wait(told)
    new_user(story, "newcomer")
    return told.people[story.member]


def open_house(story: Story, owner: Membership) -> Told:
    """The community with its hand-written people, before anybody has said a word."""
    communities.change_community(
        actor=owner,
        publish=True,
        accent=story.accent,
        public_page=story.public_page,
        help_contacts=story.help_contacts,
    )
    open_plan(story, owner)
    people = {story.owner: owner} | bring_people(story, owner)
    homes = open_subgroups(story, owner, people)
    return Told(story, owner, people, homes)


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
        people[alias] = let_in(owner, user, alias)
    for mailbox, alias in story.guests.items():
        known = User.objects.filter(email=f"{mailbox}@demo.example").first()
        if known:
            people[alias] = let_in(owner, known, alias)
    return people


def let_in(owner: Membership, user: User, alias: str) -> Membership:
    place = Membership(user=user)
    place.take_alias(alias)
    place.save()
    billing.give_place(actor=owner, member=place, until=None, reason="demo")
    place.refresh_from_db()
    return place


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


def write_past(told: Told, size: Size) -> None:
    """The crowd and the years behind the story, in bulk."""
    story, community = told.story, told.owner.community
    today = midnight(community, 0)
    span = Span(
        start=midnight(community, 365 * size.years),
        end=midnight(community, FOREGROUND_DAYS),
        today=today,
    )
    derived = Derived(story.language, size)
    pieces = PIECES[story.language]
    set_back(told, span)
    known = story_people(told)
    asking = WAITING_AT_THE_DOOR
    crowd = bring(told.owner, pieces, derived, span, max(0, size.members - len(told.people)))
    wait_at_the_door(told.owner, pieces, derived, today, asking)
    rooms = furnish(pieces, derived, span, max(0, size.subgroups - len(story.subgroups)))
    own = story_homes(told, known, span)
    settle(rooms, own, crowd, derived)
    staff.gather_staff(community)
    everybody = [*known.values(), *crowd]
    past = Past(Wording(pieces, derived.chance), derived, everybody, [*rooms, *own])
    past.write(span, max(0, size.posts - len(story.words)))
    follow(everybody, derived, span)


def set_back(told: Told, span: Span) -> None:
    """Let what was just made be as old as the community."""
    Community.objects.filter(pk=told.owner.community_id).update(
        created_at=span.start, published_at=span.start
    )
    told.owner.community.refresh_from_db()
    Document.objects.update(published_at=span.start)
    Subgroup.objects.update(created_at=span.start)
    Grant.objects.update(given_at=span.start)
    SubgroupMembership.objects.update(since=span.start)
    arrived = {"joined_at": span.start, "created_at": span.start, "welcome_due": False}
    Membership.objects.update(**arrived)
    for member in told.people.values():
        member.joined_at = member.created_at = span.start
        member.welcome_due = False
        came = span.start
        Acceptance.objects.bulk_create(
            Acceptance(membership=member, document=document, accepted_at=came)
            for document in Document.objects.all()
        )


def story_people(told: Told) -> dict[str, Somebody]:
    """The hand-written people; the newcomer and guests have said nothing so far."""
    silent = {told.story.newcomer, *told.story.guests.values()}
    return {
        alias: Somebody(member, 0.0 if alias in silent else 1.5)
        for alias, member in told.people.items()
    }


def story_homes(told: Told, known: dict[str, Somebody], span: Span) -> list[Home]:
    """The story's subgroups as places where the past happened too."""
    homes = []
    for name, _purpose, _kind, _tag, inside in told.story.subgroups:
        row = told.homes[name]
        if row:
            row.refresh_from_db()
            people = [known[alias] for alias in inside]
            curators = [known[a] for a, led in told.story.curators.items() if led == name]
            topics = EVERYTHING if row.is_open else ("loss", "quiet")
            homes.append(Home(row, topics, span.end, people + curators, led=bool(curators)))
    return homes


def say(told: Told, words: Words, number: int) -> None:
    """One post with its answers, each some time after the one before."""
    at = moment(told, words, number)
    post = feeds.create_post(
        actor=told.people[words.alias],
        subgroup=told.homes[words.place],
        body=words.text,
        submission=sending(told.story, words.text),
    )
    Post.objects.filter(pk=post.pk).update(published_at=at)
    for row in (Placement, PostHashtag):
        row.objects.filter(post=post).update(published_at=at)
    for place, (alias, answer) in enumerate(words.answers, start=1):
        comment = feeds.create_comment(
            actor=told.people[alias],
            post=post,
            body=answer,
            submission=sending(told.story, words.text, place),
        )
        later = at + place * timedelta(minutes=90)
        Comment.objects.filter(pk=comment.pk).update(published_at=min(later, clock.now()))


def sending(story: Story, words: str, number: int = 0) -> UUID:
    return uuid5(NAMESPACE_URL, f"{story.slug}/{words}/{number}")


def wait(told: Told) -> None:
    """What waits this morning: wishes to join, a line to the owner, the open invitation."""
    for alias, name in told.story.asks.items():
        home = told.homes[name]
        if home:
            subgroups.ask_to_join(actor=told.people[alias], subgroup=home)
    alias, line = told.story.line
    communities.write_line(actor=told.people[alias], body=line)
    Invitation.objects.create(
        created_by=told.owner,
        token=INVITATIONS[told.story.language],
        uses_allowed=PLACES_USED,
        expires_at=clock.now() + timedelta(days=365),
    )


def moment(told: Told, words: Words, number: int) -> datetime:
    """`words.days` ago at `words.at` where the community lives, in order, never in the future."""
    zone = told.owner.community.zone
    day = midnight(told.owner.community, words.days)
    said = datetime.combine(day.date(), time.fromisoformat(words.at), zone)
    still_to_come = len(told.story.words) - number
    return min(said, clock.now() - still_to_come * timedelta(minutes=7))


def midnight(community: Community, days: int) -> datetime:
    """The first moment of the day `days` ago where the community lives."""
    today = clock.now().astimezone(community.zone).date()
    return datetime.combine(today - timedelta(days=days), time(), community.zone)
