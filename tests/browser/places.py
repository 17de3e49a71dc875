"""The key pages and whom they open to: walked for looks, words, accessibility and requests."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import steps
from tests.browser.rare import rare
from tests.browser.servers import Server

VISITOR, READING = "visitor", "reading"
# Who signs in by a letter: somebody to be parted with, somebody who applied, and the owner, freshly
# confirmed for what a demo's button does not open.
PARTED, ASKED, CONFIRMED = "parted", "asked", "confirmed"


@dataclass(frozen=True)
class Told:
    """What the demo tells in one language: a community and names in it."""

    slug: str
    invitation: str
    open_subgroup: str
    closed_subgroup: str
    tag: str
    late: str


STORIES = {
    "en": Told("lantern", "demo-lantern", "Harbour", "Quiet Room", "harbour", "A lighter day."),
    "ru": Told("zaimka", "demo-zaimka", "Север", "Тихая комната", "север", "Сегодня полегче."),
}

# Role -> name of the page -> its address; `{post}` and the like are looked up by `addresses`.
# Without an address it is the page on which `enter` ends.
PLACES = {
    VISITOR: {
        "demo": "/demo/",
        "demo-tour": "/demo/tour/",
        "sign-in": "/accounts/login/",
        "password-forgotten": "/accounts/password/reset/",
        "landing": "/c/{slug}/",
        "help-now-signed-out": "/help-now/",
        "components": "/components/",
    },
    "newcomer": {
        "no-communities": "/",
        "join": "/c/{slug}/join/{invitation}/",
        "open": "/open/",
    },
    "member": {
        "communities": "/",
        "absent": "/c/{slug}/nothing/",
        "feed-all": "/c/{slug}/feed/all/",
        "feed-circle": "/c/{slug}/feed/circle/",
        "circle": "/c/{slug}/circle/",
        "post": "/c/{slug}/posts/{post}/",
        "menu": "/c/{slug}/posts/{post}/menu/",
        "subgroup": "/c/{slug}/subgroups/{open}/feed/",
        "subgroup-closed-stream": "/c/{slug}/subgroups/{closed}/feed/",
        "tag": "/c/{slug}/tag/{tag}/",
        "person": "/c/{slug}/people/{person}/",
        "replies": "/c/{slug}/notifications/",
        "me": "/c/{slug}/me/",
        "profile": "/c/{slug}/me/profile/",
        "alias": "/c/{slug}/me/alias/",
        "apart": "/c/{slug}/me/apart/",
        "welcome": "/c/{slug}/welcome/",
        "billing": "/c/{slug}/billing/",
        "renewal-off": "/c/{slug}/billing/renewal/stop/",
        "line-to-owner": "/c/{slug}/line-to-owner/",
        "leave": "/c/{slug}/leave/",
        "subgroup-leave": "/c/{slug}/subgroups/{open}/leave/",
        "help-now": "/c/{slug}/help-now/",
        "how-to-member": "/c/{slug}/how-to/member/",
        "beside": "/c/{slug}/beside/",
        "account": "/accounts/",
        "export": "/accounts/export/",
        "hiding": "/accounts/hiding/",
        "account-delete": "/account/delete/",
        "security": "/accounts/security/",
        "sessions": "/accounts/sessions/",
        "preferences": "/accounts/preferences/",
        "confirm": "/accounts/password/",
    },
    "curator": {
        "subgroups": "/c/{slug}/subgroups/",
        "subgroup-card": "/c/{slug}/subgroups/{open}/",
        "subgroup-card-closed": "/c/{slug}/subgroups/{closed}/",
        "subgroup-people": "/c/{slug}/subgroups/{open}/people/",
        "hide": "/c/{slug}/posts/{post_in_open}/hide/",
        "subgroup-move": "/c/{slug}/subgroups/{open}/people/{inside}/move/",
        "subgroup-archive": "/c/{slug}/subgroups/{open}/archive/",
        "how-to-curator": "/c/{slug}/how-to/curator/",
        "desk-of-curator": "/c/{slug}/desk/",
    },
    "owner": {
        "desk": "/c/{slug}/desk/",
        "settings": "/c/{slug}/settings/",
        "people": "/c/{slug}/people/",
        "part": "/c/{slug}/people/{person}/part/",
        "invitations": "/c/{slug}/invitations/",
        "invite-many": "/c/{slug}/billing/invite/",
        "applications": "/c/{slug}/applications/",
        "parted": "/c/{slug}/people/parted/",
        "undelivered": "/c/{slug}/undelivered/",
        "handover": "/c/{slug}/handover/",
        "closing": "/c/{slug}/closing/",
        "deputy": "/c/{slug}/people/{specialist}/deputy/",
        "member-card": "/c/{slug}/people/{specialist}/card/",
        "legal": "/c/{slug}/legal/",
        "opening-name": "/c/{slug}/opening/",
        "opening-paid": "/c/{slug}/billing/opening/",
        "opening-subgroups": "/c/{slug}/subgroups/opening/",
        "documents": "/c/{slug}/documents/",
        "document-new": "/c/{slug}/documents/new/",
        "audit": "/c/{slug}/audit/",
        "subgroup-new": "/c/{slug}/subgroups/new/",
        "subgroup-copy": "/c/{slug}/subgroups/{closed}/copy/",
        "curator-new": "/c/{slug}/subgroups/{open}/people/name-curator/",
        "how-to-owner": "/c/{slug}/how-to/owner/",
        "subgroup-change": "/c/{slug}/subgroups/{open}/change/",
        "plans": "/c/{slug}/billing/plans/",
        "payers": "/c/{slug}/billing/people/",
        "payer": "/c/{slug}/billing/people/{person}/",
    },
    CONFIRMED: {
        "handover-offer": "/c/{slug}/people/{specialist}/offer/",
        "close": "/c/{slug}/closing/announce/",
    },
    PARTED: {
        "parting": "/c/{slug}/parting/",
    },
    ASKED: {
        "application": "/c/{slug}/application/",
    },
    READING: {
        "refused": "",
        "feed-reading-only": "/c/{slug}/feed/all/",
    },
}


def addresses(owner: Page, server: Server, language: str) -> dict[str, str]:
    """Ids of subgroups, posts and a person, as the owner's pages link them; and rare people."""
    told, people = STORIES[language], rare(server, language)
    steps.become(owner, "owner", language)
    owner.goto(f"/c/{told.slug}/subgroups/")
    found = {
        "open": linked(owner, "subgroups", told.open_subgroup),
        "closed": linked(owner, "subgroups", told.closed_subgroup),
    }
    owner.goto(f"/c/{told.slug}/feed/all/")
    answered = owner.locator("article.post").filter(has_text=re.compile("[1-9] (answer|ответ)"))
    post = answered.first.locator(".post__meta a").first.get_attribute("href")
    author = answered.first.locator(".post__author").get_attribute("href")
    owner.goto(f"/c/{told.slug}/subgroups/{found['open']}/feed/")
    oldest = owner.locator("article.post").last.locator(".post__meta a").first
    inside = oldest.get_attribute("href")
    owner.goto(f"/c/{told.slug}/subgroups/{found['open']}/people/")
    place = owner.locator('main a[href$="/move/"]').first.get_attribute("href")
    found["inside"] = last((place or "").removesuffix("move/"))
    found |= {"post": last(post), "person": last(author), "post_in_open": last(inside)}
    found |= {"slug": told.slug, "invitation": told.invitation, "tag": told.tag}
    return found | people


def linked(page: Page, kind: str, name: str) -> str:
    link = page.locator(f'main a[href*="/{kind}/"]').filter(has_text=name).first
    return last(link.get_attribute("href"))


def last(address: str | None) -> str:
    assert address
    return address.rstrip("/").rpartition("/")[2]


def enter(page: Page, server: Server, role: str, language: str, found: dict[str, str]) -> None:
    """Be this role. Who may only read has just tried to write. `found` is of `addresses`."""
    if role == READING:
        write_too_late(page, server, language)
    elif role in (PARTED, ASKED):
        steps.sign_in(page, server, found[role])
    elif role == CONFIRMED:
        steps.sign_in(page, server, f"owner.{language}@demo.example")
    elif role != VISITOR:
        steps.become(page, role, language)


def write_too_late(page: Page, server: Server, language: str) -> None:
    """Somebody begins to write, writing ends meanwhile, and the answer is a refusal."""
    address = f"person5.{language}@demo.example"
    writing_ends(server, address, "UNLIMITED")
    steps.sign_in(page, server, address)
    page.goto(f"/c/{STORIES[language].slug}/feed/all/")
    page.locator("textarea[name=body]").fill(STORIES[language].late)
    page.locator("#composer input[type=radio][name=place]").first.check()
    writing_ends(server, address, "NEVER")
    page.locator("#composer .button--primary").click()
    page.locator("textarea[readonly]").wait_for()


def writing_ends(server: Server, address: str, when: str) -> None:
    """Set the instants directly; how they come about is billing's, and the main job's to show."""
    server.manage(
        "shell",
        "--no-imports",
        "-c",
        "from datetime import timedelta\n"
        "from core.clock import now\n"
        f"from communities.models import {when}, Membership\n"
        "from core.tenancy import across_communities\n"
        "with across_communities('a browser test sets the end of writing'):\n"
        f"    rows = Membership.objects.filter(user__email='{address}')\n"
        f"    assert rows.update(full_until={when}, read_until=now() + timedelta(days=7)) == 1\n",
    )
