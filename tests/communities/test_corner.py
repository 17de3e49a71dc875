"""One's own page, help now, the trace of staff."""

import re
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from communities.models import AuditEntry, Document
from communities.operations import (
    accept_documents,
    change_community,
    leave,
    publish_document,
    record,
    remove_member,
)
from communities.queries import AUDIT_PAGE
from core.tenancy import community_scope
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def to(name, cast):
    return reverse(name, args=[cast.community.slug])


def test_my_page_says_what_i_agreed_to(cast, client_of):
    with community_scope(cast.community):
        accept_documents(actor=cast.member, documents=[DocumentFactory(number=4)])
    assert "Agreement, version 4" in client_of(cast.member).get(to("communities:me", cast)).text


@pytest.mark.parametrize("role", ["lapsed", "newcomer", "left"])
def test_my_page_leads_out_without_access(role, cast, client_of):
    text = client_of(getattr(cast, role)).get(to("communities:me", cast)).text
    assert to("billing:mine", cast) in text
    assert reverse("export") in text
    assert to("communities:line_to_owner", cast) in text
    assert cast.north.name not in text


def test_help_now_shows_the_owner_s_own_first(cast, client_of):
    with community_scope(cast.community):
        change_community(actor=cast.owner, publish=False, help_contacts="Call **Iris**")
    text = client_of(cast.lapsed).get(to("communities:help_now", cast)).text
    assert text.index("Call <strong>Iris</strong>") < text.index('id="elsewhere"')


def test_members_read_what_concerns_them_and_no_more(cast, client_of):
    with community_scope(cast.community):
        record(actor=cast.owner, action="place_member", concerns=cast.member, reason="for Wren")
        record(actor=cast.owner, action="place_member", concerns=cast.insider, reason="for Mouse")
    text = client_of(cast.member).get(to("communities:audit", cast)).text
    assert "for Wren" in text
    assert "for Mouse" not in text
    everything = client_of(cast.owner).get(to("communities:audit", cast)).text
    assert "for Wren" in everything
    assert "for Mouse" in everything


def test_the_trace_goes_on_page_by_page(cast, client_of):
    with community_scope(cast.community):
        for number in range(AUDIT_PAGE + 2):
            record(actor=cast.owner, action="invite", reason=f"number {number:03}")
    owner = client_of(cast.owner)
    first = owner.get(to("communities:audit", cast))
    older = f"{to('communities:audit', cast)}?before={first.context['following']}"
    second = owner.get(older, headers={"HX-Request": "true"})
    pages = [set(re.findall(r"number \d{3}", page.text)) for page in (first, second)]
    assert [len(page) for page in pages] == [AUDIT_PAGE, 2]
    assert not pages[0] & pages[1]
    assert "<html" not in second.text
    assert owner.get(to("communities:audit", cast) + "?before=what").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_trace_costs_the_same_for_one_and_three(
    count, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for _ in range(count):
            record(actor=cast.owner, action="invite", concerns=cast.member)
    client = client_of(cast.owner)
    with django_assert_num_queries(6):
        client.get(to("communities:audit", cast))


def test_a_trace_does_not_change(here):
    entry = record(actor=here.owner, action="invite")
    entry.reason = "rewritten"
    with pytest.raises(TypeError):
        entry.save()


def test_the_person_parted_with_is_in_the_trace(here):
    remove_member(actor=here.owner, member=here.member, reason="said plainly")
    assert AuditEntry.objects.visible_to(here.member).get().reason == "said plainly"


def banner(member):
    request = RequestFactory().get("/c/x/feed/")
    request.member, request.community = member, member.community
    source = "{% load communities %}{% documents_banner %}"
    return Template(source).render(Context({"request": request}))


def test_a_new_version_is_announced_to_those_who_may_write(here):
    assert banner(here.member).strip() == ""
    publish_document(actor=here.owner, kind="agreement", source="We listen, and we are quiet.")
    for member in (here.member, here.owner, here.reading_only):
        member.refresh_from_db()
    assert "/accept/?next=/c/x/feed/" in banner(here.member)
    assert banner(here.owner).strip() == banner(here.reading_only).strip() == ""
    accept_documents(actor=here.member, documents=Document.objects.current())
    here.member.refresh_from_db()
    assert banner(here.member).strip() == ""


def test_writing_waits_for_the_agreement_and_the_text_is_given_back(cast, client_of):
    with community_scope(cast.community):
        publish_document(actor=cast.owner, kind="agreement", source="We listen.")
    client = client_of(cast.member)
    write = reverse("feeds:post_create", args=[cast.community.slug])
    feed = reverse("feeds:stream", args=[cast.community.slug, "all"])
    client.get(feed)
    typed = {"body": "typed before I knew", "submission": str(uuid4()), "place": "common"}
    answer = client.post(write, typed, headers={"referer": f"http://testserver{feed}"})
    assert answer.url.startswith(reverse("communities:accept", args=[cast.community.slug]))
    page = client.get(answer.url)
    documents = [document.pk for document in page.context["documents"]]
    sent = client.post(answer.url, {"documents": documents, "agreed": "on", "next": feed})
    assert sent.url == feed
    assert "typed before I knew" in client.get(feed).content.decode()


def test_deeds_have_words():
    shown = Template("{% load communities %}{{ known|deed }}, {{ unknown|deed }}")
    said = shown.render(Context({"known": "remove_member", "unknown": "some_deed"}))
    assert said == "Parted with a member, some deed"


def test_the_trace_names_nobody_who_left_as_former_member(cast, client_of):
    url = reverse("communities:audit", args=[cast.community.slug])
    with community_scope(cast.community):
        record(actor=cast.curator, action="make_member", concerns=cast.member)
        for who in (cast.member, cast.curator):
            leave(actor=who, words="former")
    text = client_of(cast.owner).get(url).text
    assert "Wren" not in text
    assert "Alder" not in text
    assert text.count("former member") == 2
