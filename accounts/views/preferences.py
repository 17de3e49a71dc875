"""Language and time zone."""

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import operations
from accounts.forms import PreferencesForm
from accounts.requests import SignedIn

YEAR = 365 * 24 * 60 * 60


@login_required
def preferences(request: SignedIn) -> HttpResponse:
    """Choose language and zone; from then on the browser is no longer followed."""
    chosen = {"language": request.user.language, "time_zone": request.user.time_zone}
    form = PreferencesForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        operations.choose_language(user=request.user, language=language)
        operations.choose_time_zone(user=request.user, time_zone=form.cleaned_data["time_zone"])
        with translation.override(language):
            messages.success(request, gettext("Saved."))
        return redirect("preferences")
    context = {"form": form, "zones": sorted(available_timezones())}
    status = 422 if form.errors else 200
    return render(request, "accounts/preferences.html", context, status=status)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The switch in the head; for whoever is signed in it is a choice that stays."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = redirect(back)
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        operations.choose_language(user=request.user, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
