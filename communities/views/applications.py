"""Newcomers who are asked first: what they sent, what they were answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import operations, queries
from communities.entry import Opens, opens
from communities.forms import ReplyForm, ScreeningForm
from communities.models import Application, Membership
from communities.permissions import P
from core.permissions import Refused, require


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    require(request.member, P.READ_APPLICATIONS)
    return page(request)


def page(request: HttpRequest, status: int = 200, **given: Any) -> HttpResponse:
    """Who waits, who was answered lately, and for the owner the questions."""
    replying: dict[int, ReplyForm] = given.pop("replying", {})
    waiting = queries.open_applications(request.member)
    shown = {
        "waiting": [(each, replying.get(each.pk) or reply_form(each)) for each in waiting],
        "lost": given.pop("lost", None),
        "answered": queries.answered_applications(request.member),
        "screening": ScreeningForm(screening=queries.screening_now()),
        "asks": bool(queries.questions_asked()),
        **given,
    }
    return render(request, "communities/applications.html", shown, status=status)


def reply_form(application: Application) -> ReplyForm:
    return ReplyForm(initial={"seen": application.replies_sent}, auto_id=f"{application.code}_%s")


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Application.objects.visible_to(request.member), pk=pk)
    require(request.member, P.ANSWER_APPLICATION, found)
    form = ReplyForm(request.POST, auto_id=f"{found.code}_%s")
    if not form.is_valid():
        return page(request, 422, replying={found.pk: form})
    try:
        operations.answer_application(actor=request.member, application=found, **form.cleaned_data)
    except operations.AlreadyAnswered:
        form.refuse_second()
        return page(request, 409, lost=form)
    messages.success(request, _("The letter is on its way."))
    return redirect("communities:applications", request.community.slug)


@require_POST
def screening(request: HttpRequest) -> HttpResponse:
    require(request.member, P.CHANGE_SCREENING)
    form = ScreeningForm(request.POST, screening=queries.screening_now())
    if not form.is_valid():
        return page(request, 422, screening=form)
    operations.change_screening(actor=request.member, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("communities:applications", request.community.slug)


@opens(Opens.MEMBER)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The state of one's own application; open without access."""
    found = queries.own_application(request.member)
    if found is None:
        raise Http404
    return render(request, "communities/application.html", {"application": found})


@opens(Opens.MEMBER)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back what was asked, and with it the wish to come in."""
    if request.member.state not in (Membership.State.APPLYING, Membership.State.LEFT):
        raise Refused("nothing is asked")
    if request.member.state == Membership.State.APPLYING:
        operations.leave(actor=request.member)
    return redirect("left")
