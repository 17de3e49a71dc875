"""What a curator asks."""

from django.utils.translation import gettext_lazy as _

from communities.how_to.shapes import Question, button, drawn, field, link, person, text, title

CURATOR = (
    Question(
        "waits",
        _("I have twenty minutes. Where do I begin?"),
        (
            _("Open the desk: first posts without an answer stand on top, wishes to join below."),
            _("A few words under a first post are worth more than anything else here."),
        ),
        drawn(title(_("Desk")), text(_("First posts without an answer")), person(_("Newcomer"))),
        "communities:desk",
        _("Desk"),
    ),
    Question(
        "let-in",
        _("How do I let somebody in?"),
        (
            _("Open your subgroup, then “People”. Wishes to join stand on top."),
            _("Press “Let in”, or decline. Nobody else learns of a decline."),
            _("Somebody who did not ask is added below, by alias."),
        ),
        drawn(title(_("Wishes to join")), person(_("Newcomer")), button(_("Let in"), here=True)),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "move",
        _("How do I move somebody to another subgroup?"),
        (
            _("Open “People”, then the menu at the end of the person's line."),
            _("Choose “Move to another subgroup” and where to. It is done in one step."),
            _("You may move people between subgroups you lead; the owner between all."),
        ),
        drawn(
            title(_("People")),
            person(_("Member"), here=True),
            link(_("Move to another subgroup")),
        ),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "hours",
        _("How do I say when I read?"),
        (
            _("Open your subgroup's page, press “Describe anew”."),
            _("Tick the days, set from and until, save."),
            _("Who writes at another time reads when you read next, and where help is until then."),
        ),
        drawn(
            title(_("Describe anew")),
            field(_("Days when curators read")),
            button(_("Save"), here=True),
        ),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "order",
        _("How do I pin or hide a post?"),
        (
            _("Open the menu of the post, choose “Pin” or “Hide”."),
            _("Hiding asks for a reason. The author reads it; for others nothing stands there."),
            _("In the same menu a common post with your hashtag is taken out of your subgroup."),
        ),
        drawn(person(_("Member"), here=True), link(_("Pin")), link(_("Hide"))),
        "feeds:stream",
        _("Feed"),
    ),
    Question(
        "archive",
        _("The subgroup has come to its end. What now?"),
        (
            _("Open its page, press “Archive”. The page says how many are in it."),
            _("Its people go on reading; nobody writes there. It can be brought back at any time."),
        ),
        drawn(title(_("Subgroups")), link(_("Archive"), here=True)),
        "subgroups:index",
        _("Subgroups"),
    ),
    Question(
        "rest",
        _("I cannot lead it any longer"),
        (
            _("Ask the owner to name somebody else, best before you go."),
            _("Press “Leave the subgroup” on its page. The owner is told if nobody leads it then."),
        ),
        drawn(title(_("Subgroups")), link(_("Leave the subgroup"), here=True)),
        "subgroups:index",
        _("Subgroups"),
    ),
)
