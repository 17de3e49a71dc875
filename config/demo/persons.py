"""The front page of a demo: four persons one click away, and a clock to move."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import sessions
from accounts.models import User
from billing.operations.sweeps import end_access
from communities.views.outside import home
from config.demo.stories import language_of
from config.demo.tour import address_of
from config.seeds import PERSONS
from config.seeds.payment import ask_fake_stripe
from core import clock, due

# The last is past any month, with the hour after which Stripe charges.
DAYS = (1, 8, 32)


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The four persons for a visitor; for who is signed in, their communities."""
    if request.user.is_authenticated:
        return home(request)
    return persons(request)


@require_GET
def persons(request: HttpRequest) -> HttpResponse:
    """The four of the reader's language, and the clock."""
    context = {"persons": PERSONS[language_of(request)], "days": DAYS, "now": clock.now()}
    return render(request, "config/demo.html", context)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the four; anybody else does not exist here. `step` is one of the tour."""
    known = {person.email: person for people in PERSONS.values() for person in people}
    person = known.get(request.POST.get("email", ""))
    if person is None:
        raise Http404
    user = get_object_or_404(User, email=person.email)
    sessions.begin(request, user)
    return redirect(address_of(request.POST.get("step", ""), person) or person.opens)


@require_POST
def later(request: HttpRequest) -> HttpResponse:
    """Let days pass: at the payment server first, so that charges are there when we look."""
    days = request.POST.get("days", "")
    if days not in {str(number) for number in DAYS}:
        raise Http404
    by = timedelta(days=int(days))
    if settings.FAKE_STRIPE_URL:
        ask_fake_stripe("clock/advance", {"seconds": int(by.total_seconds()), "wait": True})
    clock.move(by)
    end_access()
    due.sweep()
    return redirect(request.headers.get("Referer") or "demo")
