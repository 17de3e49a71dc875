"""Per request: an end to quiet sessions on shared devices, language and time zone, and the cover
over a locked session."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts import browser, devices, held, locking, operations, sessions

Handler = Callable[[HttpRequest], HttpResponseBase]
HELP_NOW = "/help-now/"


class SharedDeviceMiddleware:
    """Signs out a shared device after 20 quiet minutes, and remembers whose text to keep."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if devices.has_gone_quiet(request.session):
            logout(request)
        else:
            sessions.note_life(request)
        response = self.get_response(request)
        held.remember_whose(request, response)
        return response


class LockMiddleware:
    """A locked session gets the cover for whatever it asks; help now stays open, and nameless."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated or not locking.is_locked(request.session):
            return self.get_response(request)
        if request.path_info in {reverse("cover"), reverse("account_logout")}:
            return self.get_response(request)
        if request.path_info.endswith(HELP_NOW):
            return self.help_now(request)
        if request.method == "POST":
            held.hold(request)
        return to_cover(request)

    def help_now(self, request: HttpRequest) -> HttpResponseBase:
        """The page for everybody; a community's own would tell of the community."""
        if request.path_info != HELP_NOW:
            return redirect("help_now")
        request.user = AnonymousUser()
        return self.get_response(request)


def to_cover(request: HttpRequest) -> HttpResponse:
    """A fragment is refused, and htmx leads the whole page to the cover."""
    if "HX-Request" not in request.headers:
        return redirect("cover")
    refused = HttpResponse(status=423)
    refused.headers["HX-Redirect"] = reverse("cover")
    return refused


class LocaleAndZoneMiddleware:
    """Activates the person's language and zone: chosen ones, otherwise the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language, zone = browser.language_of(request), browser.zone_of(request)
        if request.user.is_authenticated:
            operations.follow_browser(user=request.user, language=language, time_zone=zone)
            language, zone = request.user.language, request.user.time_zone
        with translation.override(language), timezone.override(ZoneInfo(zone or "UTC")):
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response
