"""All addresses. What stands under `/c/<slug>/` passes `communities.entry`.

`/health/live` and `/health/ready` are answered before Django (`config/health.py`).
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from billing.views.join import join
from config import demo, operator, showcase
from core import views as core
from core.ids import IdConverter

register_converter(IdConverter, "id")

community_pages: list[URLPattern | URLResolver] = [
    path("", include("communities.urls")),
    path("subgroups/", include("subgroups.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("files.urls")),
    path("", include("profiles.urls")),
    path("billing/", include("billing.urls")),
    path("join/<str:token>/", join, name="join"),
    path("", include("feeds.urls")),
]

urlpatterns = [
    path("help-now/", core.help_now, name="help_now"),
    path("accounts/", include("accounts.urls")),
    path("billing/", include("billing.hooks")),
    path("", include("communities.outside")),
    path(f"{settings.ADMIN_PATH}/", operator.site.urls),
    path("c/<str:slug>/", include(community_pages)),
]

if settings.DEMO:
    urlpatterns = [path("", demo.front), path("demo/", include(demo.urlpatterns)), *urlpatterns]
if settings.DEBUG or settings.DEMO or settings.TESTING:
    urlpatterns += [path("components/", showcase.components, name="components")]

handler404 = "communities.entry.absent_page"
