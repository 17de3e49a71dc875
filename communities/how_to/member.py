"""What a member asks."""

from django.utils.translation import gettext_lazy as _

from communities.how_to.shapes import Question, button, drawn, field, link, person, text, title

MEMBER = (
    Question(
        "write",
        _("How do I write, and who reads it?"),
        (
            _("Type into the field above the feed."),
            _("Choose who will read this: each choice says in words and number who they are."),
            _("Press “Publish”. What you typed is kept on this device until it is sent."),
        ),
        drawn(
            field(_("What would you like to say")),
            text(_("Who will read this")),
            button(_("Publish"), here=True),
        ),
        "feeds:stream",
        _("Feed"),
    ),
    Question(
        "arrival",
        _("I have just come in. What now?"),
        (
            _("The page of arrival offers a subgroup and a word of introduction. Both can wait."),
            _("Not sure which subgroup? Press “Please find me one”: owner and curators see it."),
            _("Reading along without a word is fine too. The page is found again under “Me”."),
        ),
        drawn(title(_("A subgroup")), button(_("Please find me one"), here=True)),
        "feeds:welcome",
        _("Page of arrival"),
    ),
    Question(
        "subgroup",
        _("How do I find my subgroup?"),
        (
            _("Open “Subgroups”. Each card says what it is for and who leads it."),
            _("Press “Ask to join”. The curators answer, and you will find it among responses."),
        ),
        drawn(title(_("Subgroups")), button(_("Ask to join"), here=True)),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "circle",
        _("How do I not miss those who are close?"),
        (
            _("Open somebody's page by their alias, press “Add to my circle”."),
            _("Their words stand together under “My circle”. Nobody will learn of it."),
        ),
        drawn(person(_("Member")), button(_("Add to my circle"), here=True)),
        "feeds:circle",
        _("My circle"),
    ),
    Question(
        "profile",
        _("What do others see of me?"),
        (
            _("Your alias, and what you have shown yourself. Nothing else."),
            _("Open “What I have shown, and to whom”: each line says who sees it."),
            _("What you take back is gone everywhere at once; a new alias stands everywhere too."),
        ),
        drawn(
            title(_("Lines")),
            field(_("What it is about")),
            text(_("Who sees it")),
            button(_("Keep"), here=True),
        ),
        "profiles:index",
        _("What I have shown, and to whom"),
    ),
    Question(
        "mute",
        _("Somebody's words are too much for me"),
        (
            _("Open the menu of the post, choose “Do not show me their words”."),
            _("Nobody learns of it. You take it back under “Whom I do not hear”."),
        ),
        drawn(person(_("Member"), here=True), link(_("Do not show me their words"))),
        "communities:apart",
        _("Whom I do not hear"),
    ),
    Question(
        "cover",
        _("Somebody is looking over my shoulder"),
        (
            _("Press the crossed-out eye in the head of any page, or Esc twice. All is covered."),
            _("To open it again one confirms who one is. What you were typing is kept."),
            _("On a device you share, choose “not only me” when you sign in."),
        ),
        drawn(link(_("Hide the page"), here=True)),
        "hiding",
        _("Hiding the page"),
    ),
    Question(
        "night",
        _("It is night and it is hard"),
        (
            _("“Help now” stands in the head of every page. Opening it tells nobody."),
            _("You may write here too: after you publish, the page says when it will be read."),
        ),
        drawn(link(_("Help now"), here=True)),
        "communities:help_now",
        _("Help now"),
    ),
    Question(
        "payment",
        _("How do I stop or resume the payment?"),
        (
            _("Open “My payment”."),
            _("Press “Switch renewal off”. You stay until the end of what is paid."),
            _("Nothing is charged after that. It can be switched on again at any time."),
        ),
        drawn(title(_("My payment")), button(_("Switch renewal off"), here=True)),
        "billing:mine",
        _("My payment"),
        of_owner_too=False,
    ),
    Question(
        "export",
        _("How do I take my words along?"),
        (
            _("Open “Me”, then “Take my words along”."),
            _("Press “Make a copy”. It is made without you and waits there to be saved."),
            _("It holds all you wrote, also in places you left, and nobody else's words."),
        ),
        drawn(title(_("A copy of my words")), button(_("Make a copy"), here=True)),
        "export",
        _("Take my words along"),
    ),
    Question(
        "leave",
        _("How do I leave?"),
        (
            _("Open “Me”, then “Leave this community”: it says what goes and what stays."),
            _("Choose what becomes of your words, press “Leave and end the payment”."),
            _("Nothing is charged afterwards. Others do not learn why."),
        ),
        drawn(
            title(_("Leave this community")),
            field(_("What becomes of what I wrote")),
            button(_("Leave and end the payment"), here=True),
        ),
        "communities:leave",
        _("Leave this community"),
        of_owner_too=False,
    ),
)
