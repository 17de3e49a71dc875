"""Per request: an end to quiet sessions on shared devices, then language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts import browser, devices, held, operations, sessions

Handler = Callable[[HttpRequest], HttpResponseBase]


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
