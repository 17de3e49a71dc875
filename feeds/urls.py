"""Addresses of the serious talk, under `/c/<slug>/`."""

from django.urls import path

from feeds.views import arrival, beside, circle, comments, order, pictures, posts, streams, suggest

app_name = "feeds"

urlpatterns = [
    path("welcome/", arrival.welcome, name="welcome"),
    path("feed/", streams.stream, name="stream"),
    path("feed/<str:name>/", streams.stream, name="stream"),
    path("subgroups/<id:pk>/feed/", streams.subgroup, name="subgroup"),
    path("tag/<str:key>/", streams.tag, name="tag"),
    path("newer/<str:name>/", streams.newer, name="newer"),
    path("newer/<str:name>/<id:pk>/", streams.newer, name="newer"),
    path("posts/", posts.create, name="post_create"),
    path("posts/<id:pk>/", posts.post, name="post"),
    path("posts/<id:pk>/menu/", posts.menu, name="menu"),
    path("posts/<id:pk>/comments/", comments.create, name="comment_create"),
    path("posts/<id:pk>/comments/newer/", comments.newer, name="comments_newer"),
    path("posts/<id:pk>/pin/", order.pin, name="pin"),
    path("posts/<id:pk>/unpin/", order.unpin, name="unpin"),
    path("posts/<id:pk>/hide/", order.hide, name="hide"),
    path("posts/<id:pk>/restore/", order.restore, name="restore"),
    path("pictures/<id:pk>/", pictures.picture, name="picture"),
    path("placements/<id:pk>/take-out/", order.take_out, name="take_out"),
    path("comments/<id:pk>/menu/", comments.menu, name="comment_menu"),
    path("comments/<id:pk>/hide/", order.comment_hide, name="comment_hide"),
    path("comments/<id:pk>/restore/", order.comment_restore, name="comment_restore"),
    path("people/<id:pk>/", circle.person, name="person"),
    path("people/<id:pk>/follow/", circle.follow, name="follow"),
    path("people/<id:pk>/unfollow/", circle.unfollow, name="unfollow"),
    path("beside/", beside.beside, name="beside"),
    path("circle/", circle.circle, name="circle"),
    path("suggest/people/", suggest.people, name="suggest_people"),
    path("suggest/tags/", suggest.tags, name="suggest_tags"),
]
