"""Addresses outside any community."""

from django.urls import path

from communities.views import outside

urlpatterns = [
    path("", outside.home, name="home"),
    path("open/", outside.open_community, name="open"),
    path("left/", outside.left, name="left"),
]
