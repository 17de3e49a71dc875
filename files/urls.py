"""Addresses under `/c/<slug>/`."""

from django.urls import path

from files import views

app_name = "files"
urlpatterns = [
    path("logo/", views.logo, name="logo"),
    path("settings/logo/", views.change, name="change"),
    path("settings/logo/remove/", views.remove, name="remove"),
]
