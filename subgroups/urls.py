"""Addresses under `/c/<slug>/subgroups/`."""

from django.urls import path

from subgroups.views import archive, cards, opening, people, seeking, specialists

app_name = "subgroups"
urlpatterns = [
    path("", cards.index, name="index"),
    path("opening/", opening.opening, name="opening"),
    path("seek/", seeking.seek, name="seek"),
    path("seek/no-more/", seeking.seek_no_more, name="seek_no_more"),
    path("new/", cards.new, name="new"),
    path("<id:pk>/", cards.card, name="card"),
    path("<id:pk>/change/", cards.change, name="change"),
    path("<id:pk>/copy/", cards.copy, name="copy"),
    path("<id:pk>/archive/", archive.archive, name="archive"),
    path("<id:pk>/bring-back/", archive.bring_back, name="bring_back"),
    path("<id:pk>/ask/", cards.ask, name="ask"),
    path("<id:pk>/leave/", cards.leave, name="leave"),
    path("<id:pk>/people/", people.people, name="people"),
    path("<id:pk>/people/add/", people.add, name="add"),
    path("<id:pk>/people/name-curator/", people.name_curator, name="name_curator"),
    path("<id:pk>/people/<id:member>/move/", people.move, name="move"),
    path("<id:pk>/people/<id:member>/admit/", people.admit, name="admit"),
    path("<id:pk>/people/<id:member>/move-out/", people.move_out, name="move_out"),
    path("<id:pk>/people/<id:member>/curator/", people.curator, name="curator"),
    path("<id:pk>/people/<id:member>/release/", people.release, name="release"),
    path("<id:pk>/people/<id:member>/specialist/", people.specialist, name="specialist"),
    path("specialists/<id:pk>/", specialists.name, name="specialist_of_all"),
    path("specialists/<id:pk>/release/", specialists.release, name="specialist_no_more"),
]
