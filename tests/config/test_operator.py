"""The operator's pages: for the operator alone, and nothing in them that people write."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from accounts.models import User
from billing.models import AccessLetter, StripeEvent
from communities.models import Community, InvitationLetter, Letter, Parting
from config.operator import site
from core import clock, due
from core.due import Due
from core.tenancy import TenantModel, community_scope
from notifications.models import BellMail
from tests.conftest import Cast
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]

# Fields of text that hold facts of the work, and no word of a member.
FACTS = {
    "accounts.User": {"email", "language", "time_zone"},
    "communities.Community": {"slug", "name", "language", "time_zone"},
    "billing.StripeEvent": {"stripe_account", "event_id", "type", "object_id"},
}
OF_EVERY_DUE_ROW = {"last_error"}


@pytest.fixture
def operator(client: Client) -> Client:
    call_command("name_operator", "Operator@Example.org")
    user = User.objects.get(email="operator@example.org")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client.force_login(user)
    return client


def lists() -> list[str]:
    names = [f"{m._meta.app_label}_{m._meta.model_name}" for m in site._registry]
    return ["admin:index", *(f"admin:{name}_changelist" for name in names)]


@pytest.mark.parametrize("role", ["owner", "specialist", "curator", "member", "outsider"])
def test_for_everybody_else_it_is_not_there(role: str, cast: Cast, client_of: Clients) -> None:
    client = client_of(getattr(cast, role))
    nowhere = client.get("/nowhere/").status_code
    for name in lists():
        assert client.get(reverse(name)).status_code == nowhere == 404
    assert client.get(reverse("admin:index") + "anything/").status_code == 404


def test_a_visitor_is_asked_to_sign_in_at_our_own_page(client: Client) -> None:
    for name in lists():
        assert client.get(reverse(name)).url.startswith(reverse("account_login"))
    for name in ("login", "logout", "password_change"):
        assert client.get(reverse(f"admin:{name}")).url.startswith("/accounts/")


def test_without_a_second_factor_it_asks_for_one(client: Client) -> None:
    call_command("name_operator", "operator@example.org")
    client.force_login(User.objects.get())
    page = client.get(reverse("admin:communities_community_changelist"))
    assert reverse("mfa_index") in page.text
    assert "changelist" not in page.text


def test_staff_alone_is_no_operator(client: Client) -> None:
    user = UserFactory(is_staff=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 404


def test_who_is_operator_no_more_finds_nothing(operator: Client) -> None:
    call_command("name_operator", "operator@example.org", "--no")
    assert operator.get(reverse("admin:index")).status_code == 404
    with pytest.raises(CommandError):
        call_command("name_operator", "no address")


def test_every_list_opens(operator: Client, cast: Cast) -> None:
    with community_scope(cast.community):
        BellMail.objects.create(user=cast.member.user)
        letter = Letter.objects.create(membership=cast.member, kind="parting", about=1)
    for name in lists():
        page = operator.get(reverse(name))
        assert page.status_code == 200, name
        for state in ("failed", "trying", "waiting", "done"):
            assert operator.get(f"{reverse(name)}?state={state}").status_code in (200, 302)
    assert operator.get(reverse("admin:communities_letter_change", args=[letter.pk])).text
    assert operator.get(reverse("admin:communities_community_change", args=[cast.community.pk]))


def test_nothing_can_be_added_or_deleted(operator: Client, cast: Cast) -> None:
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert operator.get(reverse(f"{name}_add")).status_code == 403
        assert operator.post(reverse(f"{name}_add"), {}).status_code == 403
    for row in (cast.community, cast.member.user):
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_delete"
        assert operator.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code == 403
    assert Community.objects.filter(pk=cast.community.pk).exists()


def test_a_community_cannot_be_changed(operator: Client, cast: Cast) -> None:
    url = reverse("admin:communities_community_change", args=[cast.community.pk])
    assert operator.post(url, {"name": "Another", "slug": "another"}).status_code == 403


def test_the_operator_allows_opening_and_shuts_an_account(operator: Client, cast: Cast) -> None:
    user = cast.member.user
    url = reverse("admin:accounts_user_change", args=[user.pk])
    sent = {"may_open": "on", "email": "taken@example.org", "is_superuser": "on"}
    assert operator.post(url, sent).status_code == 302
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.may_open, fresh.is_active, fresh.is_superuser) == (True, False, False)
    assert fresh.email == user.email


def test_what_was_given_up_is_tried_again_from_there(operator: Client, cast: Cast) -> None:
    with community_scope(cast.community):
        letter = Letter.objects.create(membership=cast.member, kind="parting", about=1)
        rows = Letter.objects.filter(pk=letter.pk)
        rows.update(done_at=clock.now(), last_error="OSError", attempts=due.LETTER_TRIES)
        assert due.given_up(rows).exists()
    url = reverse("admin:communities_letter_changelist")
    assert "OSError" in operator.get(f"{url}?state=failed").text
    operator.post(url, {"action": "try_again", "_selected_action": [letter.pk]})
    with community_scope(cast.community):
        letter.refresh_from_db()
    assert (letter.done_at, letter.attempts, letter.last_error) == (None, 0, "OSError")


def test_a_shut_account_is_signed_out_at_once(
    operator: Client, cast: Cast, client_of: Clients
) -> None:
    member = client_of(cast.member)
    page = f"/c/{cast.community.slug}/me/"
    assert member.get(page).status_code == 200
    operator.post(reverse("admin:accounts_user_change", args=[cast.member.user_id]), {})
    assert member.get(page).url.startswith(reverse("account_login"))


def allowed(model: type[models.Model]) -> bool:
    return model in (User, Community, StripeEvent) or issubclass(model, Due)


def shown(model: type[models.Model], admin: Any) -> set[str]:
    """Every field that its pages show or search."""
    request = RequestFactory().get("/")
    names = [*admin.get_fields(request), *admin.get_list_display(request)]
    names += [*admin.search_fields, *(f for f in admin.list_filter if isinstance(f, str))]
    names += admin.list_select_related or []
    return {name.lstrip("=^@") for name in names}


def wordy(model: type[models.Model], names: set[str]) -> set[str]:
    """Shown fields that could hold people's words, or lead to another row's."""
    facts = FACTS.get(model._meta.label, set()) | OF_EVERY_DUE_ROW
    return {name for name in names - facts if not is_plain(model, name)}


def is_plain(model: type[models.Model], name: str) -> bool:
    """A number, a date, a yes or no; of another row its id alone."""
    if "__" in name:
        return False
    if name.endswith("_id") and name != "id":
        return isinstance(model._meta.get_field(name.removesuffix("_id")), models.ForeignKey)
    plain = (models.BooleanField, models.DateTimeField, models.IntegerField, models.AutoField)
    field = model._meta.get_field(name)
    return isinstance(field, plain) and not isinstance(field, models.ForeignKey)


def test_no_model_with_content_and_no_word_of_people_is_registered() -> None:
    assert [m for m in site._registry if not allowed(m)] == []
    assert {
        m: wordy(m, shown(m, a)) for m, a in site._registry.items() if wordy(m, shown(m, a))
    } == {}
    assert {m for m in apps.get_models() if issubclass(m, Due)} <= set(site._registry)


def test_a_model_with_content_and_a_field_of_words_would_be_found() -> None:
    from feeds.models import Post

    assert not allowed(Post)
    assert wordy(Community, {"slug", "public_page"}) == {"public_page"}
    assert wordy(Parting, {"id", "words", "membership"}) == {"words", "membership"}
    assert wordy(Letter, {"membership__alias"}) == {"membership__alias"}


def test_pages_bring_no_foreign_host_and_nothing_inline(operator: Client, cast: Cast) -> None:
    for name in lists():
        page = operator.get(reverse(name)).text
        assert "<style" not in page
        assert "style=" not in page
        assert "onclick" not in page
        for script in page.split("<script")[1:]:
            assert 'src="/' in script.partition(">")[0], script[:200]
        assert [u for u in re.findall(r'(?:src|href|action)="([^"]*)"', page) if "//" in u] == []


def test_the_path_is_the_operators_choice() -> None:
    assert reverse("admin:index") == "/operator/"
    assert get_resolver().resolve("/operator/").namespace == "admin"


def test_only_letters_are_given_up() -> None:
    tries = {worker.model: worker.tries for worker in due.workers.values() if worker.tries}
    assert tries == dict.fromkeys((AccessLetter, Letter, InvitationLetter), due.LETTER_TRIES)
    assert issubclass(Letter, TenantModel)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("communities_parting", "words__startswith=T"),
        ("communities_parting", "membership__alias=Wren"),
        ("accounts_user", "password__startswith=p"),
        ("communities_community", "public_page__contains=a"),
    ],
)
def test_words_cannot_be_guessed_letter_by_letter(
    operator: Client, cast: Cast, name: str, asked: str
) -> None:
    answer = operator.get(f"{reverse(f'admin:{name}_changelist')}?{asked}")
    assert answer.status_code == 400
