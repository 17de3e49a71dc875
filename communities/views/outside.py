"""Pages outside any community: my communities, opening one, after leaving."""

from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from communities import operations, queries
from communities.forms import OpenForm


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed in: the person's communities. Signed out: what this is."""
    if not request.user.is_authenticated:
        return render(request, "communities/landing.html")
    places = queries.my_communities(request.user)
    return render(request, "communities/home.html", {"places": places})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_community(request: HttpRequest) -> HttpResponse:
    if not operations.may_open(request.user):
        return render(request, "communities/open_ask.html")
    first = {"language": get_language(), "time_zone": request.user.time_zone}
    form = OpenForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            owner = operations.open_community(user=request.user, **form.cleaned_data)
        except IntegrityError:
            form.refuse_address()
        else:
            return redirect("billing:opening", owner.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/open.html", {"form": form}, status=status)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """After leaving: a page that names no community."""
    return render(request, "communities/left.html")
