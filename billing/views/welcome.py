"""Inviting many at once: look at every line first, then one button sends."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import held
from billing import operations
from billing.forms import ManyForm
from billing.permissions import P
from core.limits import LimitReached
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def invite_many(request: HttpRequest) -> HttpResponse:
    """The form; sent, it comes back with what would become of each line, and nothing has left."""
    require(request.member, P.INVITE_MANY)
    # What was pasted before a session ended stands in it again.
    form = ManyForm(request.POST or None, initial=held.take(request, action=request.path) or {})
    if request.method != "POST":
        return page(request, form)
    if not form.is_valid():
        return page(request, form, status=422)
    lines = form.lines(request.community)
    return page(request, form, lines=lines, going=[line for line in lines if line.goes])


def page(request: HttpRequest, form: ManyForm, status: int = 200, **shown: Any) -> HttpResponse:
    return render(request, "billing/invite_many.html", {"form": form, **shown}, status=status)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    require(request.member, P.INVITE_MANY)
    form = ManyForm(request.POST)
    if not form.is_valid():
        return page(request, form, status=422)
    try:
        sent = operations.invite_many(actor=request.member, lines=form.lines(request.community))
    except LimitReached as reached:
        form.add_error(None, reached.sentence)
        return page(request, form, status=422)
    said = ngettext(
        "%(number)s letter is on its way.", "%(number)s letters are on their way.", sent
    )
    messages.success(request, said % {"number": sent})
    return redirect("communities:invitations", request.community.slug)
