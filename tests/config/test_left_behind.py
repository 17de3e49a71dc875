"""What is still known of somebody who left, or whose account is erased: each row is decided."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import models

from billing.models import PlaceRequest
from communities.models import (
    Application,
    Block,
    FormerAlias,
    Line,
    Membership,
    Mute,
    Parting,
)
from communities.operations import change_alias, delete_account, leave, remove_member
from communities.tasks import forget_aliases
from core import clock, due
from core.invariants import tenant_models
from feeds.models import Follow, Mention
from feeds.operations import create_comment, create_post
from files.pictures import Described, Picture
from notifications.models import Notification
from profiles.operations import add_line, set_picture
from subgroups.models import Search, SubgroupMembership
from tests.conftest import Cast
from tests.factories import PlaceFactory

PICTURE = Picture(b"RIFF", 4, 3)
# Gone with every choice: it was the person's alone, or shows them to others.
GONE = {
    "billing.PlaceRequest.membership",
    "communities.Block.by",
    "communities.Mute.by",
    "feeds.Follow.follower",
    "profiles.ProfileLine.person",
    "profiles.ProfilePicture.person",
    "subgroups.Search.member",
    "subgroups.SubgroupMembership.membership",
}
# Follows the choice: stays under the alias alone.
CHOSEN = {
    "communities.Block.person",
    "communities.FormerAlias.bearer",
    "communities.Line.author",
    "communities.Mute.person",
    "feeds.Comment.author",
    "feeds.Follow.followee",
    "feeds.Mention.person",
    "feeds.Post.author",
    "files.Attachment.added_by",
}
# Stays with the nameless place, and why.
KEPT = {
    "billing.AccessLetter.membership": "that a letter went out; no text",
    "billing.Checkout.membership": "money: the law keeps it",
    "billing.Customer.membership": "money: the law keeps it",
    "billing.Grant.membership": "money: what was given for nothing; the reason goes",
    "billing.HandPayment.membership": "money: the law keeps it; the note goes",
    "billing.MoneyAlert.membership": "money: the law keeps it",
    "billing.Patience.membership": "two dates",
    "billing.Refund.membership": "money: the law keeps it",
    "billing.Subscription.membership": "money: the law keeps it",
    "communities.Acceptance.membership": "the proof of consent",
    "communities.Application.membership": "that there was one; answers go",
    "communities.AuditEntry.concerns": "the record of what staff did",
    "communities.Leaving.membership": "the choice itself",
    "communities.Letter.membership": "that a letter went out; no text",
    "communities.Parting.membership": "that it was decided, and what is given back; words go",
    # What somebody did as staff is the community's.
    "billing.Grant.given_by": "staff",
    "billing.HandPayment.confirmed_by": "staff",
    "communities.ApplicationReply.by": "staff",
    "communities.AuditEntry.actor": "staff",
    "communities.Closing.announced_by": "staff",
    "communities.Handover.offered_by": "staff",
    "communities.Handover.offered_to": "staff",
    "communities.Invitation.created_by": "staff",
    "communities.Parting.decided_by": "staff",
}
SECRET = "canary"


def ties() -> dict[str, tuple[Any, str]]:
    """Label of each foreign key to a place -> model and field."""
    return {
        f"{model._meta.label}.{field.name}": (model, field.name)
        for model in tenant_models()
        for field in model._meta.fields
        if field.remote_field and field.related_model is Membership
    }


def tied(person: Membership) -> set[str]:
    return {
        label
        for label, (model, field) in ties().items()
        if model.objects.filter(**{field: person}).exists()
    }


def texts() -> str:
    """Every word in every row of this community but what others wrote."""
    rows = (
        str(value)
        for model in tenant_models()
        for row in model.objects.all()
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        for value in [getattr(row, field.attname)]
    )
    return "\n".join(rows)


@pytest.fixture
def lived(here: Cast) -> Cast:
    """One person who did all there is to do."""
    person, other = here.member, here.insider
    change_alias(actor=person, alias="Canary")
    told = Described(PICTURE, SECRET)
    post = create_post(
        actor=person, subgroup=None, body=SECRET, submission=uuid4(), pictures=[told]
    )
    create_comment(actor=person, post=post, body=SECRET, submission=uuid4())
    create_post(actor=other, subgroup=None, body="@Canary hello", submission=uuid4())
    Line.objects.create(author=person, body=SECRET)
    for rows in (Mute, Block):
        rows.objects.create(by=person, person=here.curator)
        rows.objects.create(by=here.curator, person=person)
    Follow.objects.create(follower=person, followee=other)
    Follow.objects.create(follower=other, followee=person)
    add_line(actor=person, label="Me", text=SECRET, visibility="community")
    set_picture(actor=person, picture=PICTURE, visibility="community")
    PlaceFactory(subgroup=here.north, membership=person)
    Search.objects.create(member=person)
    PlaceRequest.objects.create(membership=person)
    Application.objects.create(
        membership=person, answers=[["?", SECRET]], state="yes", ended_at=clock.now()
    )
    return here


def settle() -> None:
    while due.sweep("communities.Leaving"):
        pass


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_every_tie_to_a_person_is_decided() -> None:
    assert GONE | CHOSEN | set(KEPT) == set(ties())
    assert not GONE & CHOSEN


@pytest.mark.parametrize("words", ["alias", "former", "deleted"])
def test_leaving_keeps_what_the_choice_says(lived: Cast, words: str) -> None:
    assert tied(lived.member) >= GONE | CHOSEN
    leave(actor=lived.member, words=words)
    settle()
    left = tied(lived.member)
    assert not left & GONE
    assert left & CHOSEN == (CHOSEN if words == "alias" else set())
    assert not Notification.objects.filter(user=lived.member.user_id).exists()
    assert len(files()) == (0 if words == "deleted" else 1)
    assert not SubgroupMembership.objects.filter(membership=lived.member).exists()


@pytest.mark.parametrize("words", ["alias", "former", "deleted"])
def test_an_erased_account_leaves_nothing_else(lived: Cast, words: str, travel: Any) -> None:
    delete_account(user=lived.member.user, words={lived.member.pk: words})
    due.sweep()
    settle()
    left = tied(lived.member)
    assert not left & GONE
    named = CHOSEN - {"communities.FormerAlias.bearer"}
    assert left & CHOSEN == (named if words == "alias" else set())
    place = Membership.objects.get(pk=lived.member.pk)
    assert place.user is None
    assert (place.alias == "Canary") == (words == "alias")
    travel(FormerAlias.RESERVED_FOR + timedelta(days=1))
    forget_aliases()
    assert "Wren" not in texts()
    assert (SECRET in texts()) == (words != "deleted")
    assert Application.objects.get().answers == []


def test_the_words_at_parting_go_with_the_account(lived: Cast) -> None:
    remove_member(
        actor=lived.owner, member=lived.member, reason="x", words="Dear one", turn_to="Dr Cole"
    )
    delete_account(user=lived.member.user, words={lived.member.pk: "deleted"})
    due.sweep()
    assert list(Parting.objects.values_list("words", "turn_to")) == [("", "")]
    assert "Dear one" not in texts()


def test_others_keep_what_is_theirs(lived: Cast) -> None:
    add_line(actor=lived.insider, label="Me", text="stays", visibility="community")
    before = tied(lived.insider)
    leave(actor=lived.member, words="deleted")
    settle()
    gone = before - tied(lived.insider)
    assert gone == {"feeds.Follow.follower", "feeds.Follow.followee"}
    assert not Mention.objects.exists()
