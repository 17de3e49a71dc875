"""The demo's own pages: the four, the tour that ticks itself off, letters, eyes, a live word."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from accounts.models import Export, User
from billing.models import AccessLetter, Invoice, Price, Subscription
from billing.operations import give_place
from communities.models import Community, Line, Membership
from communities.operations import see_line
from config.demo import soon, tour
from config.demo.eyes import PLACES, WHO
from config.demo.letters import filed
from config.demo.stories import STORIES
from config.seeds import PERSONS
from core import clock
from core.tenancy import community_scope
from feeds.models import Post
from feeds.operations import create_comment
from notifications.models import Notification

# Imported before any test says that this is a demo: `config.urls` looks once.
from tests.config import demo_urls

pytestmark = pytest.mark.django_db
PAGES = ["demo", "demo_tour", "demo_letters", "demo_eyes"]
RU = {"accept-language": "ru"}


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Community:
    settings.DEMO, settings.ROOT_URLCONF = True, demo_urls.__name__
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    call_command("seed", language="en", members=14, subgroups=3, posts=40, years=1)
    return Community.objects.get(slug="lantern")


def become(client: Client, name: str, step: str = "") -> Any:
    data = {"email": f"{name}.en@demo.example", "step": step}
    return client.post("/demo/sign-in/", data)


def done(client: Client) -> list[str]:
    """Names of the steps that the tour says have happened."""
    page = client.get("/demo/tour/").content.decode()
    return re.findall(r'tour__step--done" data-step="(\w+)"', page)


@pytest.mark.parametrize(
    "path", ["demo/", "demo/tour/", "demo/letters/", "demo/eyes/", "demo/soon/", "demo/sign-in/"]
)
def test_none_of_it_is_there_without_a_demo(client: Client, path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/{path}", "config.urls")
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_page_opens_in_both_languages(
    demo: Community, client: Client, name: str, language: str
) -> None:
    if language == "ru":
        call_command("seed", language="ru", members=14, subgroups=3, posts=40, years=1)
    answer = client.get(reverse(name), headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_only(demo: Community, client: Client, name: str) -> None:
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ["demo_sign_in", "demo_later", "demo_soon"])
def test_deeds_are_posted(demo: Community, client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 405


def test_the_four_and_nobody_else(demo: Community, client: Client) -> None:
    for person in PERSONS["en"]:
        answer = client.post("/demo/sign-in/", {"email": person.email})
        assert (answer.status_code, answer.url) == (302, person.opens)
    for stranger in ("", "person2.en@demo.example", "owner.de@demo.example"):
        assert client.post("/demo/sign-in/", {"email": stranger}).status_code == 404


def test_a_step_leads_to_its_page(demo: Community, client: Client) -> None:
    assert become(client, "newcomer", "closed").url == "/c/lantern/billing/"
    assert become(client, "owner", "morning").url == "/c/lantern/desk/"
    assert become(client, "owner", "nonsense").url == "/c/lantern/desk/"
    assert become(client, "newcomer", "join").url.startswith("/c/lantern/join/")


def test_time_passes_by_the_buttons_only(demo: Community, client: Client, settings: Any) -> None:
    settings.CLOCK_MOVES = True
    before = clock.now()
    assert client.post("/demo/later/", {"days": "8"}).status_code == 302
    assert clock.now() - before > timedelta(days=8)
    assert client.post("/demo/later/", {"days": "9"}).status_code == 404


def test_nothing_is_ticked_at_first(demo: Community, client: Client) -> None:
    assert done(client) == []


def test_the_owner_settles_one_thing(demo: Community, client: Client) -> None:
    with community_scope(demo):
        see_line(actor=Membership.objects.get(role="owner"), line=Line.objects.get())
    assert done(client) == ["morning"]


def test_a_deed_of_the_owner_counts_as_well(demo: Community, client: Client) -> None:
    with community_scope(demo):
        asking = Membership.objects.filter(state="joining").first()
        owner = Membership.objects.select_related("community").get(role="owner")
        give_place(actor=owner, member=asking, until=None)
    assert done(client) == ["morning"]


def test_the_first_post_is_answered(demo: Community, client: Client) -> None:
    with community_scope(demo):
        story = STORIES["en"]
        post = Post.objects.get(author__alias=story.newcomer)
        actor = Membership.objects.select_related("community").get(alias="Rowan")
        create_comment(actor=actor, post=post, body="Welcome.", submission=post.submission)
    assert done(client) == ["first"]


def test_having_looked_is_ticked_in_this_browser(demo: Community, client: Client) -> None:
    client.get("/demo/eyes/")
    become(client, "owner")
    assert done(client) == ["eyes"]
    assert done(Client()) == []


def test_money_fails_closes_and_opens_again(demo: Community, client: Client) -> None:
    user = User.objects.get(email="newcomer.en@demo.example")
    with community_scope(demo):
        place = Membership(user=user, joined_at=clock.now(), state=Membership.State.ACTIVE)
        place.take_alias("Newcomer")
        place.save()
        assert done(client) == ["join"]
        letter = AccessLetter.objects.create(
            membership=place, kind="payment_failed", period=clock.now()
        )
        assert done(client) == ["join"]
        AccessLetter.objects.filter(pk=letter.pk).update(done_at=clock.now())
        assert done(client) == ["join", "failed"]
        AccessLetter.objects.create(membership=place, kind="closed", period=clock.now())
        assert done(client) == ["join", "failed", "closed"]
        Membership.objects.filter(pk=place.pk).update(full_until=clock.now() + timedelta(days=1))
    assert done(client) == ["join", "failed", "closed", "open"]


def test_who_paid_and_then_left_has_still_come_back(demo: Community, client: Client) -> None:
    """The last step, leaving, takes no earlier one back."""
    now = clock.now()
    with community_scope(demo):
        place = Membership(user=User.objects.get(email="newcomer.en@demo.example"), state="left")
        place.take_alias("Newcomer")
        place.save()
        AccessLetter.objects.create(membership=place, kind="closed", period=now)
        subscription = Subscription.objects.create(
            stripe_id="sub_1",
            membership=place,
            price=Price.objects.filter(way="card").first(),
            status="canceled",
            period_start=now,
            period_end=now + timedelta(days=30),
            currency="EUR",
            amount=1900,
            livemode=False,
            started_at=now,
            time_zone="UTC",
        )
        assert "open" not in done(client)
        Invoice.objects.create(
            stripe_id="in_1",
            subscription=subscription,
            status="paid",
            currency="EUR",
            amount_due=1900,
            amount_paid=1900,
            created_at=now + timedelta(hours=1),
        )
    assert "open" in done(client)


def test_left_with_the_words_taken_along(demo: Community, client: Client) -> None:
    with community_scope(demo):
        member = Membership.objects.get(alias=STORIES["en"].member)
        Membership.objects.filter(pk=member.pk).update(state=Membership.State.LEFT)
    assert done(client) == []
    Export.objects.create(user=member.user, ends_at=clock.now() + timedelta(days=2))
    assert done(client) == ["leave"]


def test_a_tour_needs_a_community(settings: Any, client: Client) -> None:
    settings.ROOT_URLCONF = demo_urls.__name__
    assert client.get("/demo/tour/").status_code == 404
    assert client.post("/demo/soon/").status_code == 404
    assert client.get("/demo/eyes/").status_code == 404


STATUSES = {
    "closed": {"owner": 200, "curator": 404, "neighbour": 404, "stranger": 200},
    "open": {"owner": 200, "curator": 200, "neighbour": 200, "stranger": 200},
    "common": {"owner": 200, "curator": 200, "neighbour": 200, "stranger": 200},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", WHO)
def test_each_sees_the_true_page(demo: Community, client: Client, place: str, who: str) -> None:
    answer = client.get(f"/demo/eyes/{place}/{who}/")
    page = answer.content.decode()
    assert answer.status_code == STATUSES[place][who]
    reads = STATUSES[place][who] == 200 and who != "stranger"
    assert ('class="post' in page) == reads
    assert "<script" not in page
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    if who == "stranger":
        assert 'name="email"' in page


def test_the_absent_page_is_the_one_of_an_address_never_used(
    demo: Community, client: Client, client_of: Callable[..., Client]
) -> None:
    with community_scope(demo):
        neighbour = Membership.objects.get(alias=STORIES["en"].subgroups[1][4][0])
    never = client_of(neighbour).get("/c/lantern/nothing/").content
    shown = client.get("/demo/eyes/closed/neighbour/").content
    assert re.sub(rb"<script\b.*?</script>", b"", never, flags=re.DOTALL) == shown


def test_looking_leaves_no_trace(demo: Community, client: Client) -> None:
    unread = Notification.objects
    with community_scope(demo):
        before = unread.unread().count()
    assert before
    become(client, "owner")
    sessions = Session.objects.count()
    client.get("/demo/eyes/", {"place": "open"})
    for who in WHO:
        client.get(f"/demo/eyes/open/{who}/")
    with community_scope(demo):
        assert unread.unread().count() == before
    assert Session.objects.count() == sessions


def test_no_other_eyes_and_no_other_places(demo: Community, client: Client) -> None:
    assert client.get("/demo/eyes/", {"place": "elsewhere"}).status_code == 404
    assert client.get("/demo/eyes/closed/anybody/").status_code == 404
    assert client.get("/demo/eyes/elsewhere/owner/").status_code == 404


def send(to: str, subject: str, text: str) -> None:
    through = get_connection("django.core.mail.backends.filebased.EmailBackend")
    EmailMessage(subject, text, "Blizko <noreply@localhost>", [to], connection=through).send()


def test_letters_lie_as_on_a_locked_phone(demo: Community, client: Client) -> None:
    send("owner.en@demo.example", "Есть новое для вас", "Здравствуйте.\n\nЧто-то <b>ждёт</b>.")
    page = client.get("/demo/letters/").content.decode()
    assert "Есть новое для вас" in page
    assert "The owner, a psychotherapist" in page
    assert "Что-то &lt;b&gt;ждёт&lt;/b&gt;." in page
    [letter] = filed(10)
    assert (letter.sender, letter.first) == ("Blizko", "Здравствуйте.")
    assert letter.sent_at is not None


def test_the_newest_letters_stand_first_and_only_so_many(demo: Community, tmp_path: Path) -> None:
    for number in range(4):
        send("a@demo.example", f"letter {number}", "x")
    for path in (tmp_path / "mail").iterdir():
        sent = int(re.findall(r"letter (\d)", path.read_text())[0])
        os.utime(path, (sent, sent))
    assert [letter.subject for letter in filed(2)] == ["letter 3", "letter 2"]


def test_letters_of_the_other_community_stand_on_its_own_page(
    demo: Community, client: Client
) -> None:
    send("reader3.ru@demo.example", "for the other", "x")
    send("reader3.en@demo.example", "for this one", "x")
    page = client.get("/demo/letters/").content.decode()
    assert "for this one" in page
    assert "for the other" not in page


def test_without_a_letter_the_page_says_so(demo: Community, client: Client) -> None:
    assert "No letter has gone out yet" in client.get("/demo/letters/").content.decode()


def test_somebody_writes_soon(
    demo: Community, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    class Now:
        """Waits for nothing, and says when it was to have run."""

        daemon = False

        def __init__(self, seconds: int, what: Callable[..., object], given: list[Any]) -> None:
            self.seconds, self.what, self.given = seconds, what, given

        def start(self) -> None:
            started.append((self.seconds, self.daemon))

    monkeypatch.setattr(soon, "Timer", Now)
    answer = client.post("/demo/soon/")
    assert (answer.status_code, answer.url) == (302, "/c/lantern/feed/all/")
    assert started == [(10, True)]
    page = client.get(answer.url).content.decode()
    assert "In ten seconds somebody writes here" in page


def test_words_kept_for_it_are_said_in_turn_and_begin_again(demo: Community) -> None:
    story = STORIES["en"]
    with community_scope(demo):
        said = [soon.say_next(story) for _ in range(len(story.soon) + 1)]
        assert [post.source for post in said[:-1]] == [body for _alias, body in story.soon]
        assert said[-1].source == said[0].source
        assert len({post.pk for post in said}) == len(said)


def test_who_is_signed_in_stays_who_they_are(
    demo: Community, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soon, "SECONDS", 3600)
    become(client, "curator")
    client.post("/demo/soon/")
    assert client.session["_auth_user_id"] == str(
        User.objects.get(email="curator.en@demo.example").pk
    )


def test_every_step_has_its_page() -> None:
    names = [step.name for step in tour.STEPS]
    assert len(set(names)) == len(names)
    assert {step.person for step in tour.STEPS} <= {"", "owner", "newcomer", "member", "curator"}
