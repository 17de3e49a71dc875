"""A button after which somebody writes: a real post, so that an open page shows it live."""

from threading import Timer

import structlog
from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import sessions
from accounts.models import User
from communities.models import Community, Membership
from config.demo.stories import community_of, person_of, story_of
from config.seeds import Story
from config.seeds.telling import sending
from core.tenancy import community_scope
from feeds import operations as feeds
from feeds.models import Post

SECONDS = 10
# Numbers of sendings that no answer of the story has.
FIRST_ROUND = 1_000

log = structlog.get_logger(__name__)


@require_POST
def soon(request: HttpRequest) -> HttpResponse:
    """Lead to the common feed, as the member where nobody is signed in, and let them write."""
    story = story_of(request)
    if community_of(story) is None:
        raise Http404
    if not request.user.is_authenticated:
        user = get_object_or_404(User, email=person_of(story, "member").email)
        sessions.begin(request, user)
    timer = Timer(SECONDS, speak, [story])
    timer.daemon = True
    timer.start()
    messages.info(request, gettext("In ten seconds somebody writes here. Just stay on this page."))
    return redirect("feeds:stream", story.slug, "all")


def speak(story: Story) -> None:
    """Publish the next of the words kept for this; in a thread of its own."""
    try:
        community = Community.objects.get(slug=story.slug)
        with community_scope(community):
            say_next(story)
    except Exception as error:  # noqa: BLE001 - nobody waits for a thread; the log is all there is
        log.warning("demo_said_nothing", error=type(error).__name__)
    finally:
        connection.close()


def say_next(story: Story) -> Post | None:
    """The first words that were not said yet; all of them said, they begin again."""
    number = 0
    while True:
        alias, body = story.soon[number % len(story.soon)]
        sent = sending(story, body, FIRST_ROUND + number // len(story.soon))
        if not Post.objects.filter(submission=sent).exists():
            break
        number += 1
    actor = Membership.objects.select_related("community").get(alias=alias)
    return feeds.create_post(actor=actor, subgroup=None, body=body, submission=sent)
