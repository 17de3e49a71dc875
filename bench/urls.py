"""The product's addresses, and those of the floor, behind the same entry."""

from django.urls import include, path

from bench import floor
from config import urls

floor_pages = [
    path("floor/", floor.feed, name="bench_feed"),
    path("floor/empty/", floor.empty, name="bench_empty"),
    path("floor/own-posts/", floor.own_posts, name="bench_own_posts"),
    path("floor/write/", floor.write, name="bench_write"),
]

urlpatterns = [path("c/<str:slug>/", include(floor_pages)), *urls.urlpatterns]
handler404 = urls.handler404
