"""Addresses outside any community."""

from django.urls import path

from communities.views import deleting, outside

urlpatterns = [
    path("", outside.home, name="home"),
    path("open/", outside.open_community, name="open"),
    path("account/delete/", deleting.delete_account, name="delete_account"),
    path("account/deleted/", deleting.account_deleted, name="account_deleted"),
    path("left/", outside.left, name="left"),
]
