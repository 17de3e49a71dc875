"""What an owner asks."""

from django.utils.translation import gettext_lazy as _

from communities.how_to.shapes import Question, button, drawn, field, link, person, text, title

OWNER = (
    Question(
        "opening",
        _("What did I decide on opening, and where does it change?"),
        (
            _("Opening asks three things: name and language, the price, the first subgroups."),
            _("Name and language change in the settings; prices and subgroups on their pages."),
            _("The desk lists the first steps until they are done."),
        ),
        drawn(title(_("Settings")), field(_("Name")), button(_("Save"), here=True)),
        "communities:settings",
        _("Settings"),
    ),
    Question(
        "waits",
        _("Where do I see what needs me?"),
        (
            _("Open the desk. What waits stands first, the longest waiting on top."),
            _("Each line leads to the matter itself. Where nothing stands, nobody waits."),
        ),
        drawn(title(_("Desk")), text(_("First posts without an answer")), person(_("Newcomer"))),
        "communities:desk",
        _("Desk"),
    ),
    Question(
        "invite",
        _("How do I let people in?"),
        (
            _("Open “Invitations” on the desk."),
            _("Say for how many people and days the link is good, and press “Make a link”."),
            _("Send it to those alone whom you want here. It can be withdrawn on the same page."),
        ),
        drawn(
            title(_("Invitations")),
            field(_("For how many people")),
            button(_("Make a link"), here=True),
        ),
        "communities:invitations",
        _("Invitations"),
    ),
    Question(
        "ask-first",
        _("How do I ask people before they come in?"),
        (
            _("Open “Applications” on the desk, tick “Ask newcomers first”."),
            _("Write up to five questions and save. Nobody pays before your yes."),
            _("You and the specialists alone read the answers; they are erased after 30 days."),
        ),
        drawn(
            title(_("What newcomers are asked")),
            text(_("Ask newcomers first")),
            button(_("Save"), here=True),
        ),
        "communities:applications",
        _("Applications"),
    ),
    Question(
        "prices",
        _("How do I set what people pay?"),
        (
            _("Open “Plans and prices” on the desk."),
            _("Name the plan, say how much and how it is paid, press “Open the plan”."),
            _("A price once paid stays as it was for who pays it. A new one is added beside it."),
        ),
        drawn(
            title(_("Plans and prices")),
            field(_("Amount")),
            field(_("Currency")),
            button(_("Open the plan"), here=True),
        ),
        "billing:plans",
        _("Plans and prices"),
    ),
    Question(
        "behind",
        _("Who is behind with payment?"),
        (
            _("Open “Payments and places” on the desk."),
            _("“Who is behind” stands above the list. Letters go out by themselves."),
            _("Open a person to note a payment by transfer or to give a place."),
        ),
        drawn(title(_("Payments")), text(_("Who is behind")), person(_("Member"), here=True)),
        "billing:people",
        _("Payments and places"),
    ),
    Question(
        "subgroup",
        _("How do I open a subgroup?"),
        (
            _("Press “Open a subgroup” above the list of subgroups."),
            _("Give it a name and choose who reads it. This is not changed later."),
            _("To take an existing one as a pattern, press “Open another like this” on its page."),
        ),
        drawn(title(_("Subgroups")), button(_("Open a subgroup"), here=True)),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "curator",
        _("How do I name a curator?"),
        (
            _("Open the subgroup's page, press “Name a curator”."),
            _("Choose somebody from its people, or type an alias. There may be several curators."),
        ),
        drawn(title(_("Curators")), person(_("Curator")), button(_("Name a curator"), here=True)),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "agreement",
        _("How do I change what we agreed on?"),
        (
            _("Open “Agreement, privacy, data consent” on the desk."),
            _("Press “Write the next version”, change the text, publish."),
            _("Everybody is asked to agree before writing again. Older versions stay on record."),
        ),
        drawn(title(_("What we agreed on")), button(_("Write the next version"), here=True)),
        "communities:documents",
        _("What we agreed on"),
    ),
    Question(
        "part",
        _("How do I part with somebody?"),
        (
            _("Open “Who is here”, then the menu at the end of the person's line."),
            _("Choose the day, write your own words and where to turn next."),
            _("Payments stop by themselves. They come back by no link until you allow it."),
        ),
        drawn(title(_("Who is here")), person(_("Member"), here=True), link(_("Part with them"))),
        "communities:people",
        _("Who is here"),
    ),
    Question(
        "deputy",
        _("I am ill or away. Who stands in?"),
        (
            _("Open “Who is here”, then a specialist's card and its menu."),
            _("Choose “Name a deputy” and until which day. It ends by itself."),
            _("They let in and part, but see no payments and read nothing they did not read."),
        ),
        drawn(title(_("Deputy")), field(_("Until")), button(_("Name a deputy"), here=True)),
        "communities:people",
        _("Who is here"),
    ),
    Question(
        "handover",
        _("How do I hand the community over?"),
        (
            _("Open “Handing the community over” in the settings, choose somebody who is here."),
            _("Read what passes over, press “Offer”. It becomes theirs only once they accept."),
            _("Until then you can withdraw the offer."),
        ),
        drawn(
            title(_("Handing the community over")),
            field(_("Offer it to")),
            button(_("Offer"), here=True),
        ),
        "communities:handover",
        _("Handing the community over"),
    ),
    Question(
        "closing",
        _("How does a community come to its end?"),
        (
            _("Open “Closing the community” in the settings and choose a day."),
            _("Everybody is told by a letter at once; on the day all payments end."),
            _("Then come 30 days of reading and taking along, then everything is erased."),
        ),
        drawn(title(_("Closing")), button(_("Announce the closing"), here=True)),
        "communities:closing",
        _("Closing the community"),
    ),
    Question(
        "page",
        _("How do I show the community to those outside?"),
        (
            _("Open “Settings”, write the public page in your own words."),
            _("Tick “Published: strangers may read it” and save. Until then nobody finds it."),
        ),
        drawn(title(_("Settings")), field(_("Public page")), button(_("Save"), here=True)),
        "communities:settings",
        _("Settings"),
    ),
)
