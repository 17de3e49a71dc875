"""Pages that belong to no app and need nobody signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.help_now import contacts_for


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Crisis contacts. Opening them is told to nobody and kept nowhere."""
    return render(request, "core/help_now.html", {"contacts": contacts_for(request)})
