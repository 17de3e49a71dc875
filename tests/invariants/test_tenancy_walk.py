"""Every model is on one of two lists, and every foreign key joins equal communities."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from core.invariants import crossed_links, tenant_links, tenant_models
from core.tenancy import TenantQuery
from tests.conftest import Cast
from tests.factories import PostFactory

OWN_APPS = {
    "core",
    "accounts",
    "notifications",
    "communities",
    "files",
    "subgroups",
    "profiles",
    "feeds",
    "billing",
}

# Rows of the installation or of a person, not of one community, each with its reason.
WITHOUT_COMMUNITY = {
    "core.ClockOffset": "the demo's one clock",
    "accounts.User": "a person may be in several communities",
    "accounts.RecoveryCode": "lets a person in, whatever communities they are in",
    "accounts.AccountErasure": "a person goes from all their communities",
    "accounts.Export": "one copy of what a person wrote in all their communities",
    "communities.Community": "it is the tenant",
    "communities.CommunityErasure": "outlives the rows of the community it erases",
    "billing.StripeEvent": "what Stripe sends is sorted to communities when it is applied",
    "billing.EventCursor": "how far Stripe's events of an account were read",
}


def own_models() -> set[str]:
    return {m._meta.label for m in apps.get_models() if m._meta.app_label in OWN_APPS}


def test_every_model_belongs_to_a_community_or_says_why_not() -> None:
    tenants = {model._meta.label for model in tenant_models()}
    assert own_models() - tenants == WITHOUT_COMMUNITY.keys() & own_models()
    assert WITHOUT_COMMUNITY.keys() <= own_models()


@pytest.mark.django_db
def test_every_tenant_model_asks_through_the_guard() -> None:
    for model in tenant_models():
        assert isinstance(model.objects.all().query, TenantQuery), model
        assert model._default_manager is model.objects, model
        assert hasattr(model.objects, "visible_to") or model._meta.label in NOBODY_READS, model


# Rows no page asks for by themselves: read by workers, or through the app that shows them.
NOBODY_READS: set[str] = {
    "notifications.BellMail",
    "notifications.Notification",
    "billing.AccessLetter",
    "billing.Cancellation",
    "billing.Patience",
    "billing.Customer",
    "communities.ApplicationErasure",
    "communities.InvitationLetter",
    "files.Attachment",
}


def test_the_walk_walks() -> None:
    assert len(list(tenant_links())) > 10


def test_no_row_joins_two_communities_and_one_that_does_is_found(here: Cast) -> None:
    post = PostFactory(author=here.member)
    assert crossed_links() == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE feeds_post SET author_id = %s WHERE id = %s", [here.outsider.pk, post.pk]
        )
    assert [line for line in crossed_links() if "feeds.Post.author" in line]
    with pytest.raises(SystemExit):
        call_command("check_invariants", stdout=StringIO())
