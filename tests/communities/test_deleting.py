"""Taking consent back, and deleting the account: everywhere, each place with its own choice."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from accounts import erasing, fresh, mailbox
from accounts.models import AccountErasure, Export, User
from communities.models import (
    Acceptance,
    CommunityErasure,
    Invitation,
    Leaving,
    Line,
    Membership,
    Mute,
)
from communities.operations import (
    OwnsCommunity,
    accept_documents,
    begin_joining,
    delete_account,
    leave,
    withdraw_consent,
)
from core import due
from core.permissions import Refused
from core.tenancy import across_communities, community_scope
from feeds.models import Follow, Post
from notifications.operations import tell
from tests.factories import DocumentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db
DELETE = "/account/delete/"


@pytest.fixture(autouse=True)
def nothing_waits(monkeypatch: Any) -> None:
    """What billing says is tested with billing."""
    monkeypatch.setattr(erasing, "holds", [])


def confirmed(client: Any) -> Any:
    session = client.session
    fresh.confirm(session)
    session.save()
    return client


@pytest.fixture
def consent(here):
    document = DocumentFactory(kind="data_consent", number=1)
    accept_documents(actor=here.member, documents=[document])
    return document


def withdrawal(cast):
    return reverse("communities:withdraw_consent", args=[cast.community.slug])


def test_taking_consent_back_ends_writing_at_once_and_deletes(here, consent, client_of):
    post = PostFactory(author=here.member)
    client = client_of(here.member)
    assert (
        withdrawal(here)
        in client.get(reverse("communities:documents", args=[here.community.slug])).text
    )
    assert client.post(withdrawal(here)).url == reverse("left")
    here.member.refresh_from_db()
    assert (here.member.state, here.member.words) == ("left", "deleted")
    assert not here.member.may_write
    assert Acceptance.objects.get().withdrawn_at >= here.member.left_at
    due.sweep("communities.Leaving")
    assert not Post.objects.filter(pk=post.pk).exists()


def test_a_second_click_finds_it_done(here, consent, client_of):
    client = client_of(here.member)
    assert client.post(withdrawal(here)).url == client.post(withdrawal(here)).url
    assert Leaving.objects.count() == 1


def test_who_has_left_under_an_alias_may_still_take_it_back(here, consent, client_of):
    leave(actor=here.member)
    assert client_of(here.member).post(withdrawal(here)).status_code == 302
    here.member.refresh_from_db()
    assert here.member.words == "deleted"


def test_the_owner_is_refused(here, client_of):
    with pytest.raises(Refused):
        withdraw_consent(actor=here.owner)
    documents = reverse("communities:documents", args=[here.community.slug])
    assert withdrawal(here) not in client_of(here.owner).get(documents).text


def test_consent_is_asked_anew_of_who_comes_back(here, consent):
    withdraw_consent(actor=here.member)
    link = Invitation.objects.create(created_by=here.owner)
    place = begin_joining(
        user=here.member.user, alias="Dipper", documents=[consent], invitation=link
    )
    rows = Acceptance.objects.filter(membership=place).order_by("pk")
    assert [row.withdrawn_at is None for row in rows] == [False, True]


def test_one_page_takes_all_places_in_one_go(cast, client_of):
    there = MembershipFactory(community=cast.elsewhere, user=cast.member.user, alias="Other")
    with community_scope(cast.community):
        PostFactory(author=cast.member, source="Said here")
    with community_scope(cast.elsewhere):
        PostFactory(author=there, source="Said there")
    client, user = confirmed(client_of(cast.member)), cast.member.user
    page = client.get(DELETE).text
    assert cast.community.name in page
    assert cast.elsewhere.name in page
    sent = {f"words_{cast.member.code}": "deleted", f"words_{there.code}": "former"}
    assert client.post(DELETE, sent).status_code == 422
    answer = client.post(DELETE, {**sent, "sure": "on"})
    assert answer.url == reverse("account_deleted")
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert client.get("/accounts/").url.startswith("/accounts/login/")
    due.sweep()
    assert not User.objects.filter(pk=user.pk).exists()
    with across_communities("a test looks everywhere"):
        assert [(p.source, p.author) for p in Post.objects.all()] == [("Said there", None)]
        states = Membership.objects.filter(pk__in=[cast.member.pk, there.pk]).order_by("pk")
        assert [(m.user, m.state, m.words) for m in states] == [
            (None, "left", "deleted"),
            (None, "left", "former"),
        ]
    assert mail.outbox[-1].to == [user.email]
    assert "last letter" in mail.outbox[-1].body


def test_everything_of_the_person_goes(here):
    user = here.member.user
    user.recovery_codes.create(code_hash="x")
    tell(users=[user.pk], kind="post_mention", target=1)
    Follow.objects.create(follower=here.member, followee=here.insider)
    Mute.objects.create(by=here.member, person=here.insider)
    Line.objects.create(author=here.member, body="one line")
    key = next(iter(mailbox.proven_by(user)))
    Invitation.objects.create(address=user.email, address_key=key)
    Export.objects.create(user=user)
    due.sweep("accounts.Export")
    file = Export.objects.get().path
    assert file.is_file()
    delete_account(user=user, words={here.member.pk: "alias"})
    due.sweep()
    assert not file.exists()
    for related in User._meta.related_objects:
        rows = related.related_model._base_manager.filter(**{related.field.name: user.pk})
        assert not rows.exists(), related
    for rows in (Follow, Mute, Invitation):
        assert not rows.objects.exists(), rows
    assert Line.objects.get().author.alias == "Wren"


def test_who_leads_a_living_community_is_told_what_to_do_first(cast, client_of):
    client = confirmed(client_of(cast.owner))
    assert "Hand it over or close it first" in client.get(DELETE).text
    assert client.post(DELETE, {"sure": "on"}).status_code == 422
    with pytest.raises(OwnsCommunity):
        delete_account(user=cast.owner.user, words={})
    cast.owner.user.refresh_from_db()
    assert cast.owner.user.is_active
    CommunityErasure.objects.create(community=cast.community)
    delete_account(user=cast.owner.user, words={})
    assert AccountErasure.objects.exists()


def test_places_left_long_ago_are_asked_about_once(cast, client_of):
    page = confirmed(client_of(cast.left)).get(DELETE).text
    assert f"words_{cast.left.code}" in page
    with community_scope(cast.community):
        cast.left.words = "former"
        cast.left.save()
    assert f"words_{cast.left.code}" not in confirmed(client_of(cast.left)).get(DELETE).text


def test_it_waits_while_money_may_still_be_taken(here, monkeypatch, travel):
    waiting = [True]
    monkeypatch.setattr(erasing, "holds", [lambda user: waiting[0]])
    delete_account(user=here.member.user, words={})
    due.sweep()
    here.member.user.refresh_from_db()
    assert not here.member.user.is_active
    assert mail.outbox == []
    waiting[0] = False
    travel(erasing.PAUSE)
    due.sweep()
    assert not User.objects.filter(pk=here.member.user_id).exists()


def test_a_letter_that_fails_is_written_again(here, monkeypatch, travel):
    def away(*args: Any, **kwargs: Any) -> None:
        raise OSError

    delete_account(user=here.member.user, words={})
    with monkeypatch.context() as patch:
        patch.setattr(erasing.EmailMessage, "send", away)
        due.sweep("accounts.AccountErasure")
    assert User.objects.filter(pk=here.member.user_id).exists()
    travel(erasing.PAUSE)
    due.sweep("accounts.AccountErasure")
    assert not User.objects.filter(pk=here.member.user_id).exists()
    assert len(mail.outbox) == 1


def test_asked_twice_it_is_one(here):
    delete_account(user=here.member.user, words={here.member.pk: "deleted"})
    delete_account(user=here.member.user, words={here.member.pk: "former"})
    assert AccountErasure.objects.count() == 1
    assert here.member.__class__.objects.get(pk=here.member.pk).words == "deleted"


def test_only_who_has_just_confirmed_and_only_their_own(cast, client_of, client):
    assert client_of(cast.member).get(DELETE).url.startswith("/accounts/fresh/")
    assert client.get(DELETE).url.startswith("/accounts/login/")
    assert confirmed(client_of(cast.member)).put(DELETE).status_code == 405
    assert client.post(reverse("account_deleted")).status_code == 405
    foreign = {f"words_{cast.insider.code}": "deleted", "sure": "on"}
    confirmed(client_of(cast.outsider)).post(
        DELETE, {**foreign, f"words_{cast.outsider.code}": "alias"}
    )
    cast.insider.refresh_from_db()
    assert cast.insider.words == "alias"


def test_one_place_and_three_cost_the_same(cast, client_of, django_assert_num_queries):
    client = confirmed(client_of(cast.member))
    client.get(DELETE)
    with django_assert_num_queries(4):
        client.get(DELETE)
    for _ in range(2):
        MembershipFactory(user=cast.member.user)
    with django_assert_num_queries(4):
        client.get(DELETE)
