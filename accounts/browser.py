"""What the browser tells of language and time zone."""

from functools import cache
from zoneinfo import available_timezones

from django.http import HttpRequest
from django.utils.translation import get_language_from_request

ZONE_COOKIE = "zone"


def language_of(request: HttpRequest) -> str:
    """The language chosen signed out (cookie), otherwise the browser's, otherwise English."""
    return get_language_from_request(request)


def zone_of(request: HttpRequest) -> str:
    """The browser's IANA time zone as its cookie says; empty where it says none we know."""
    name = request.COOKIES.get(ZONE_COOKIE, "")
    return name if name in known_zones() else ""


@cache
def known_zones() -> set[str]:
    """Read once: the zone files are many."""
    return available_timezones()


BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "YaBrowser/": "Yandex Browser",
    "SamsungBrowser/": "Samsung Internet",
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def named(user_agent: str) -> str:
    """«Firefox · Android»: what a person recognises of a user agent; empty where nothing is."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return " · ".join(filter(None, [browser, system]))
