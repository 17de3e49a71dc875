"""When a form does not arrive as it should."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import fresh, held


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a missing or foreign CSRF token.

    What was typed is shown again, to be copied; it is never sent again by itself. To a page of
    another host nothing is shown: the text would be that page's, not the person's.
    """
    ours = came_from_here(request)
    texts = in_words(held.typed(request)) if ours else []
    back = fresh.page_before(request) if ours else "/"
    context = {"texts": texts, "back": back}
    return render(request, "accounts/csrf_failure.html", context, status=403)


def in_words(fields: dict[str, str]) -> list[str]:
    """What was written in words; codes and choices of the form are left out beside it."""
    texts = list(fields.values())
    return [text for text in texts if " " in text.strip()] or texts


def came_from_here(request: HttpRequest) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(source).netloc == request.get_host()
