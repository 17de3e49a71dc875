"""Leaving: two clicks, open to those without access too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import operations, queries
from communities.entry import Opens, opens, to_billing
from communities.forms import LeaveForm, WordsForm
from communities.models import Membership
from communities.permissions import P
from core.limits import LimitReached
from core.permissions import require


@opens(Opens.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Says what stays and what goes; then leaves. The second click finds it done."""
    if request.member.state == Membership.State.LEFT:
        return redirect("left") if request.method == "POST" else to_billing(request)
    require(request.member, P.LEAVE)
    form = LeaveForm(request.POST or None, may_write=request.member.may_write)
    if request.method == "POST" and form.is_valid() and left_with(request.member, form):
        return redirect("left")
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/leave.html", {"form": form}, status=status)


def left_with(member: Membership, form: LeaveForm) -> bool:
    """Whether it is done; otherwise the form says what the goodbye lacks."""
    try:
        operations.leave(actor=member, **form.cleaned_data)
    except LimitReached as reached:
        form.add_error("goodbye", reached.sentence)
        return False
    return True


@opens(Opens.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """For who was parted with, or left and thinks of it later."""
    require(request.member, P.CHOOSE_WORDS)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.choose_words(actor=request.member, **form.cleaned_data)
        messages.success(request, _("It is being done, everywhere, within minutes."))
        return back(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/words.html", {"form": form}, status=status)


def back(request: HttpRequest) -> HttpResponse:
    """To the page of the parting, or to what stays open to who left."""
    if queries.own_parting(request.member):
        return redirect("communities:parting", request.community.slug)
    return to_billing(request)
