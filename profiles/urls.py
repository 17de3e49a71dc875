"""Addresses under `/c/<slug>/`."""

from django.urls import path

from profiles import views

app_name = "profiles"
urlpatterns = [
    path("me/profile/", views.index, name="index"),
    path("me/profile/lines/", views.add, name="line_add"),
    path("me/profile/lines/<id:pk>/", views.change, name="line_change"),
    path("me/profile/lines/<id:pk>/take-back/", views.take_back, name="line_take_back"),
    path("me/profile/lines/<id:pk>/delete/", views.delete, name="line_delete"),
    path("me/profile/picture/", views.set_picture, name="picture_set"),
    path("me/profile/picture/show/", views.show_picture, name="picture_show"),
    path("me/profile/picture/delete/", views.delete_picture, name="picture_delete"),
    path("people/<id:pk>/face/", views.face, name="face"),
]
