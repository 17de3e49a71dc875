"""The many beside the hand-written few: who they are, when they came, how they pay.

Everything follows from the generator handed in: the same numbers make the same people.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from accounts.models import User
from billing.access import CLOSED, Instants, Paid, Policy, instants
from billing.models import Grant, HandPayment, PlaceRequest, Price
from communities.models import NEVER, Acceptance, Community, Document, Membership
from config.seeds.derived import Derived
from config.seeds.pieces import Pieces
from core import text

FOUNDERS = 12
DAY = timedelta(days=1)
YEAR = timedelta(days=365)
# Of a hundred: this many never write, pay by transfer. One of so many has left.
SILENT, BY_TRANSFER = 35, 62
ONE_LEFT_OF = 13
# Days since the paid period ended, for those behind: in grace, reading only, closed.
BEHIND = (2, 5, 9, 12, 18, 24)


@dataclass(frozen=True)
class Span:
    """A community's past from `start` to `end`, and today's first moment in its zone."""

    start: datetime
    end: datetime
    today: datetime


@dataclass(eq=False)
class Somebody:
    """A member with how much of all they write, 0 for those who only read."""

    member: Membership
    weight: float

    def is_there(self, at: datetime) -> bool:
        came, left = self.member.joined_at, self.member.left_at
        return came is not None and came <= at and (left is None or at < left)


def aliases(pieces: Pieces, chance: random.Random, taken: set[str], number: int) -> Iterator[str]:
    """Free aliases in one order; numbers follow once all pairs are given away."""
    pairs = [f"{first}_{second}" for first in pieces.aliases[0] for second in pieces.aliases[1]]
    chance.shuffle(pairs)
    seen = set(taken)
    rounds = [pairs, *([f"{pair}_{n}" for pair in pairs] for n in range(2, 3 + number // 300))]
    for alias in (each for found in rounds for each in found):
        skeleton = text.alias_skeleton(alias)
        if skeleton not in seen:
            seen.add(skeleton)
            yield alias


def bring(
    owner: Membership, pieces: Pieces, derived: Derived, span: Span, number: int
) -> list[Somebody]:
    """`number` members beside those who are there, in bulk; gives all who may have written."""
    community, chance = owner.community, derived.chance
    taken = set(Membership.objects.values_list("alias_skeleton", flat=True))
    users = bring_users(community, derived, number)
    names = aliases(pieces, chance, taken, number)
    people = []
    for place, user in enumerate(users):
        came = arrival(chance, span, place)
        member = Membership(id=derived.pk(came), user=user, created_at=came, joined_at=came)
        member.take_alias(next(names))
        member.state = Membership.State.ACTIVE
        member.community = community
        people.append(member)
    part(people, chance, span)
    pay(owner, people, derived, span)
    agree(people, derived)
    return [Somebody(member, talkativeness(chance, n)) for n, member in enumerate(people)]


def bring_users(community: Community, derived: Derived, number: int) -> list[User]:
    users = [
        User(
            id=derived.pk(community.created_at + timedelta(seconds=n)),
            email=f"reader{n}.{community.language}@demo.example",
            password=f"!{derived.chance.getrandbits(160):040x}",
            language=community.language,
            time_zone=community.time_zone,
            time_zone_chosen=True,
        )
        for n in range(number)
    ]
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def arrival(chance: random.Random, span: Span, place: int) -> datetime:
    """A few were there from the beginning, the others came more and more."""
    if place < FOUNDERS:
        return span.start + timedelta(minutes=20 * place)
    return span.start + (span.end - span.start) * chance.random() ** 0.7


def talkativeness(chance: random.Random, place: int) -> float:
    """Few write much, many little, more than a third only read."""
    if chance.random() * 100 < SILENT:
        return 0.0
    return float(chance.paretovariate(1.1)) if place % 3 else 0.3


def part(people: Sequence[Membership], chance: random.Random, span: Span) -> None:
    """Some have left since."""
    for member in people[FOUNDERS::ONE_LEFT_OF]:
        stayed = span.end - (member.joined_at or span.start)
        if stayed > 30 * DAY:
            member.state = Membership.State.LEFT
            member.left_at = span.end - stayed * chance.uniform(0.05, 0.7)


def pay(owner: Membership, people: Sequence[Membership], derived: Derived, span: Span) -> None:
    """Transfers and places; each one's two instants as billing's own rule says them."""
    payments: list[HandPayment] = []
    grants: list[Grant] = []
    behind = iter(BEHIND)
    by_hand = Price.objects.live().filter(way=Price.Way.HAND).first()
    for member in people:
        if by_hand and derived.chance.random() * 100 < BY_TRANSFER:
            late = next(behind, None) if may_be_behind(member, span) else None
            payments.append(
                transfer(member, by_hand, derived, paid_up_to(member, derived, span, late))
            )
        else:
            grants.append(place(owner, member, derived))
    for payment in payments:
        payment.confirmed_by = owner
    known = {each.membership_id: paid_until(each) for each in payments}
    for member in people:
        member.full_until, member.read_until = access(member, known.get(member.pk))
    Membership.objects.bulk_create(people)
    HandPayment.objects.bulk_create(payments)
    Grant.objects.bulk_create(grants)


def may_be_behind(member: Membership, span: Span) -> bool:
    """Whether somebody is here long enough to have paid before."""
    came = member.joined_at or span.today
    return member.state == Membership.State.ACTIVE and came < span.today - 90 * DAY


def paid_up_to(member: Membership, derived: Derived, span: Span, late: int | None) -> datetime:
    """The end of the paid time; `late` days have passed since."""
    if member.left_at:
        return member.left_at + 30 * DAY
    if late is not None:
        return span.today - late * DAY
    return span.today + derived.chance.uniform(20, 340) * DAY


def transfer(member: Membership, price: Price, derived: Derived, ends: datetime) -> HandPayment:
    """A year paid at once."""
    ends = ends.replace(minute=0, second=0, microsecond=0)
    start = max(ends - YEAR, member.joined_at or ends - YEAR)
    months = max(1, round((ends - start) / DAY / 30))
    return HandPayment(
        id=derived.pk(start),
        membership=member,
        currency=price.currency,
        amount=price.amount * months,
        period_start=min(start, ends - DAY),
        period_end=ends,
        confirmed_at=start,
        time_zone=member.community.time_zone,
        form_key=f"{derived.chance.getrandbits(128):032x}",
    )


def place(owner: Membership, member: Membership, derived: Derived) -> Grant:
    came = member.created_at
    return Grant(
        id=derived.pk(came), membership=member, given_by=owner, given_at=came, reason="demo"
    )


def paid_until(payment: HandPayment) -> Paid:
    return Paid(payment.period_end, ZoneInfo(payment.time_zone))


def access(member: Membership, paid: Paid | None) -> Instants:
    """What the one rule of access says of somebody with a transfer, or else a place."""
    community = member.community
    if member.state != Membership.State.ACTIVE:
        return CLOSED
    return instants(
        role=member.role,
        state=member.state,
        policy=Policy(
            timedelta(days=community.full_grace_days), timedelta(days=community.reading_grace_days)
        ),
        grants=[] if paid else [None],
        hand_payments=[paid] if paid else [],
    )


def agree(people: Sequence[Membership], derived: Derived) -> None:
    """Everybody agreed to all documents when they came in."""
    documents = list(Document.objects.order_by("kind"))
    Acceptance.objects.bulk_create(
        Acceptance(
            id=derived.pk(came),
            membership=member,
            document=document,
            accepted_at=came,
        )
        for member in people
        for document in documents
        if (came := member.joined_at)
    )


def wait_at_the_door(
    owner: Membership, pieces: Pieces, derived: Derived, today: datetime, number: int
) -> None:
    """`number` newcomers who asked to pay by transfer: nobody but the owner sees them."""
    taken = set(Membership.objects.values_list("alias_skeleton", flat=True))
    names = aliases(pieces, derived.chance, taken, number)
    price = Price.objects.live().filter(way=Price.Way.HAND).first()
    for n in range(number):
        asked = today - n * timedelta(hours=19)
        user = User.objects.create_user(
            f"asking{n}.{owner.community.language}@demo.example",
            language=owner.community.language,
            time_zone=owner.community.time_zone,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        member = Membership(id=derived.pk(asked), user=user, created_at=asked)
        member.take_alias(next(names))
        member.full_until = member.read_until = NEVER
        member.save()
        PlaceRequest.objects.create(membership=member, price=price, asked_at=asked)


def submission(number: int) -> UUID:
    """Which sending made the post or answer of this number."""
    return UUID(int=number + 1)
