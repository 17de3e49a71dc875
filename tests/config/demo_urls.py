"""The addresses of a demo, which the suite's own do not have."""

from django.urls import include, path

from config import demo
from config.urls import handler404
from config.urls import urlpatterns as usual

__all__ = ["handler404", "urlpatterns"]

urlpatterns = [path("", demo.front), path("demo/", include(demo.urlpatterns)), *usual]
