"""Archiving, bringing back, opening another after the same pattern."""

from datetime import time

import pytest
from django.urls import reverse

from communities.models import AuditEntry
from core.permissions import Refused
from core.tenancy import community_scope
from feeds.queries import Audiences, suggest_tags, writable_places
from subgroups import operations
from subgroups.models import Subgroup, SubgroupMembership
from subgroups.queries import all_cards, cards_for
from tests.feeds.writing import reply, say

pytestmark = pytest.mark.django_db


def to(name, cast, subgroup):
    return reverse(f"subgroups:{name}", args=[cast.community.slug, subgroup.pk])


def fresh(subgroup):
    return Subgroup.objects.get(pk=subgroup.pk)


def archived(here, name="north"):
    operations.archive(actor=here.owner, subgroup=getattr(here, name))
    return fresh(getattr(here, name))


def deeds():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_in_an_archived_one_nobody_writes_any_more(here):
    post = say(here.insider, place=here.north)
    post.subgroup = north = archived(here)
    for who in (here.owner, here.curator, here.insider):
        with pytest.raises(Refused):
            say(who, place=north)
        with pytest.raises(Refused):
            reply(who, post)


def test_its_people_go_on_reading(cast, client_of):
    with community_scope(cast.community):
        post = say(cast.insider, "Old words", place=cast.quiet)
        archived(cast, "quiet")
    page = client_of(cast.insider).get(
        reverse("feeds:subgroup", args=[cast.community.slug, cast.quiet.pk])
    )
    assert "Old words" in page.text
    assert "nobody writes in it any more" in page.text
    assert 'id="composer"' not in page.text
    one = client_of(cast.insider).get(reverse("feeds:post", args=[cast.community.slug, post.pk]))
    assert "<textarea" not in one.text


def test_it_leaves_lists_composers_and_suggestions_and_keeps_its_tag(here):
    assert suggest_tags(member=here.insider, prefix="nor") == ["north"]
    archived(here)
    assert "North" not in {card.subgroup.name for card in cards_for(here.insider)}
    assert [card.subgroup.name for card in all_cards(here.insider)[1]] == ["North"]
    places = writable_places(here.owner, Audiences())
    assert here.north not in {place.subgroup for place in places}
    say(here.insider, "Old #north word")
    assert suggest_tags(member=here.insider, prefix="nor") == []
    with pytest.raises(operations.Taken):
        operations.open_subgroup(
            actor=here.owner, name="South", purpose="", kind="open", tag="north"
        )


def test_a_common_post_does_not_stand_in_an_archived_one(here):
    archived(here)
    assert not say(here.member, "Snow in the #north").placements.exists()


def test_an_archived_hidden_one_takes_no_word_from_others(here):
    """Else a word that is never offered would tell of it."""
    archived(here, "attic")
    say(here.member, "Things in the #attic")
    assert suggest_tags(member=here.member, prefix="att") == ["attic"]


def test_of_an_archived_closed_one_strangers_find_no_list(here):
    archived(here, "quiet")
    assert all_cards(here.member)[1] == []


def test_wishes_are_over_and_brought_back_they_stay_over(here):
    operations.ask_to_join(actor=here.member, subgroup=here.quiet)
    quiet = archived(here, "quiet")
    operations.bring_back(actor=here.curator, subgroup=quiet)
    assert not SubgroupMembership.objects.standing().filter(membership=here.member).exists()
    assert deeds()[-2:] == ["archive_subgroup", "bring_back_subgroup"]
    assert say(here.insider, place=fresh(quiet))


def test_archiving_twice_is_one_deed(here):
    for _ in range(2):
        operations.archive(actor=here.owner, subgroup=here.north)
    assert deeds().count("archive_subgroup") == 1


def test_the_page_says_how_many_are_in_it_and_what_happens(cast, client_of):
    client = client_of(cast.curator)
    text = client.get(to("archive", cast, cast.quiet)).text
    assert "2 people are in it." in text
    assert "They go on reading everything" in text
    assert client.post(to("archive", cast, cast.quiet)).url == to("card", cast, cast.quiet)
    card = client.get(to("card", cast, cast.quiet)).text
    assert to("bring_back", cast, cast.quiet) in card
    assert to("archive", cast, cast.quiet) not in card
    client.post(to("bring_back", cast, cast.quiet))
    assert to("archive", cast, cast.quiet) in client.get(to("card", cast, cast.quiet)).text


def test_the_list_leads_to_what_was_archived(cast, client_of):
    with community_scope(cast.community):
        archived(cast, "quiet")
    index = reverse("subgroups:index", args=[cast.community.slug])
    assert "1 archived subgroup" in client_of(cast.insider).get(index).text
    assert "Quiet" not in client_of(cast.member).get(index).text


def test_the_staff_s_own_is_not_archived(here):
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    with pytest.raises(Refused):
        operations.archive(actor=here.owner, subgroup=Subgroup.objects.get(for_staff=True))


HOURS = {"reading_days": "01234", "reads_from": time(18), "reads_until": time(20)}


def test_a_copy_takes_over_all_but_name_tag_and_people(here):
    Subgroup.objects.filter(pk=here.quiet.pk).update(purpose="About loss", **HOURS)
    pattern = fresh(here.quiet)
    made = operations.copy_subgroup(
        actor=here.owner, subgroup=pattern, name="Quiet two", tag="quiet2"
    )
    assert (made.purpose, made.kind, made.hours) == ("About loss", "closed", pattern.hours)
    assert not made.places.exists()
    assert deeds() == ["copy_subgroup"]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "QUIET"}, {"name": "Attic"}, {"tag": "quiet"}, {"tag": "two words"}],
)
def test_a_wrong_copy_is_kept_typed(wrong, cast, client_of):
    typed = {"name": "Warm shore", "tag": "shore"} | wrong
    page = client_of(cast.owner).post(to("copy", cast, cast.quiet), typed)
    assert page.status_code == 422
    assert next(iter(wrong.values())) in page.text
    with community_scope(cast.community):
        assert Subgroup.objects.count() == 3


def test_a_copy_is_opened_from_the_card_in_two_clicks(cast, client_of):
    client = client_of(cast.owner)
    assert to("copy", cast, cast.quiet) in client.get(to("card", cast, cast.quiet)).text
    answer = client.post(to("copy", cast, cast.quiet), {"name": "Warm shore", "tag": ""})
    with community_scope(cast.community):
        made = Subgroup.objects.get(tag="warm_shore")
    assert answer.url == to("card", cast, made)
