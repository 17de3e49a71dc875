"""Five minutes through the four persons; each step ticks itself off from what truly happened."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.models import Export
from billing.models import AccessLetter, Invoice
from communities.models import AuditEntry, Invitation, Line, Membership
from config.demo.stories import STORIES, community_of, person_of, story_of
from config.seeds import Person, Story
from config.seeds.cast import INVITATIONS
from core import clock
from core.tenancy import community_scope
from feeds.models import Post

# What leaves no row: that somebody looked. One cookie of the names of such steps.
COOKIE = "demo_seen"


class Seen(NamedTuple):
    """What a step's rule looks at; asked in the story's community."""

    story: Story
    request: HttpRequest


class Step(NamedTuple):
    """`person` is who to be, `url` the name of where to go, with the slug if in the community."""

    name: str
    title: str | Promise
    text: str | Promise
    person: str
    url: str
    is_done: Callable[[Seen], bool]


def settled_something(seen: Seen) -> bool:
    """The owner has read a line, or done anything that leaves a trace, since the seed."""
    token = INVITATIONS[seen.story.language]
    begun = Invitation.objects.filter(token=token).values_list("created_at", flat=True).first()
    deeds = AuditEntry.objects.filter(actor__role=Membership.Role.OWNER, at__gt=begun)
    # The seed's last deed: the member pays from then on.
    done = deeds.exclude(action="revoke_place", concerns__alias=seen.story.member)
    return begun is not None and (Line.objects.exclude(seen_at=None).exists() or done.exists())


def looked(seen: Seen) -> bool:
    return "eyes" in seen.request.COOKIES.get(COOKIE, "").split()


def first_post_answered(seen: Seen) -> bool:
    waiting = Post.objects.filter(author__alias=seen.story.newcomer)
    return waiting.filter(comment_count__gt=0).exists()


def letters_to_newcomer(seen: Seen, kind: str) -> Any:
    return AccessLetter.objects.filter(membership__user__email=newcomer(seen), kind=kind)


def newcomer(seen: Seen) -> str:
    return person_of(seen.story, "newcomer").email


def came_in(seen: Seen) -> bool:
    place = Membership.objects.filter(user__email=newcomer(seen)).exclude(joined_at=None)
    return place.exists()


def charge_failed(seen: Seen) -> bool:
    sent = letters_to_newcomer(seen, AccessLetter.Kind.PAYMENT_FAILED)
    return bool(sent.exclude(done_at=None).exists())


def was_closed(seen: Seen) -> bool:
    return bool(letters_to_newcomer(seen, AccessLetter.Kind.CLOSED).exists())


def open_again(seen: Seen) -> bool:
    """Open now, or paid for since it was closed: leaving later takes nothing back."""
    closed = letters_to_newcomer(seen, AccessLetter.Kind.CLOSED)
    since = closed.order_by("period").values_list("period", flat=True).first()
    if since is None:
        return False
    now_in = Membership.objects.filter(user__email=newcomer(seen), full_until__gt=clock.now())
    paid = Invoice.objects.filter(subscription__membership__user__email=newcomer(seen))
    later = paid.filter(status="paid", amount_paid__gt=0, created_at__gt=since)
    return now_in.exists() or later.exists()


def left_with_words(seen: Seen) -> bool:
    """One of the four has a copy of their words and has left."""
    mine = f".{seen.story.language}@demo.example"
    copies = Export.objects.exclude(ends_at=None).filter(user__email__endswith=mine)
    gone = Membership.objects.filter(state=Membership.State.LEFT, user__in=copies.values("user"))
    return gone.exists()


STEPS = [
    Step(
        "morning",
        _("Monday morning: what waits for the owner"),
        _(
            "On her desk stands who is behind with payment, who asks to be let in, who has no"
            " subgroup, whose first post has no answer. Settle one thing: read a line, let"
            " somebody in."
        ),
        "owner",
        "communities:desk",
        settled_something,
    ),
    Step(
        "eyes",
        _("One post, four pairs of eyes"),
        _(
            "The same address as the owner, a curator, another subgroup and a stranger get it."
            " These are the true pages, not pictures."
        ),
        "",
        "demo_eyes",
        looked,
    ),
    Step(
        "first",
        _("A first post that waits for two days"),
        _(
            "Somebody wrote for the first time after long reading, and nobody answered. Find the"
            " post on the owner's desk and write one line under it."
        ),
        "owner",
        "communities:desk",
        first_post_answered,
    ),
    Step(
        "join",
        _("The newcomer comes in"),
        _(
            "An alias, two consents, a price. Pay with the card 4000 0000 0000 0341: it pays today"
            " and fails next month. Then leave the feed open in a second window."
        ),
        "newcomer",
        "",
        came_in,
    ),
    Step(
        "failed",
        _("A month later the charge fails"),
        _(
            "Let a month pass below. A letter goes out, and for a week nothing else changes; look"
            " at the letters."
        ),
        "",
        "demo_letters",
        charge_failed,
    ),
    Step(
        "closed",
        _("Two weeks on, the door closes by itself"),
        _(
            "Let eight days pass, twice or three times: a week of reading only, then the second"
            " window closes without a click, on a working morning."
        ),
        "newcomer",
        "billing:mine",
        was_closed,
    ),
    Step(
        "open",
        _("Pay, and it opens"),
        _("With the card 4242 4242 4242 4242, on the page the newcomer was led to."),
        "newcomer",
        "billing:mine",
        open_again,
    ),
    Step(
        "leave",
        _("Leave, and take the words along"),
        _(
            "Ask for a copy of everything under “Account”, open it, then leave in two clicks. What"
            " becomes of the words, the person who wrote them decides."
        ),
        "newcomer",
        "communities:leave",
        left_with_words,
    ),
]


@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """The steps, each with whether it has happened."""
    story = story_of(request)
    community = community_of(story)
    if community is None:
        raise Http404
    with community_scope(community):
        seen = Seen(story, request)
        rows = [(step, step.is_done(seen), way(story, step)) for step in STEPS]
    context = {
        "rows": rows,
        "done": sum(done for _step, done, _way in rows),
        "all": len(rows),
        "now": clock.now(),
    }
    return render(request, "config/demo_tour.html", context)


def way(story: Story, step: Step) -> dict[str, str]:
    """Whom to become for a step, or where a link leads."""
    if step.person:
        return {"email": person_of(story, step.person).email}
    return {"url": reverse(step.url)}


def address_of(name: str, person: Person) -> str:
    """Where the tour's step `name` leads `person`; empty for where they begin anyway."""
    step = next((each for each in STEPS if each.name == name), None)
    if step is None or not step.url or not step.person:
        return ""
    language = person.email.partition("@")[0].rpartition(".")[2]
    return reverse(step.url, args=[STORIES[language].slug])


def tick(response: HttpResponse, name: str) -> None:
    """Remember in this browser that somebody looked; it outlives becoming somebody else."""
    response.set_cookie(COOKIE, name, httponly=True, samesite="Lax")
