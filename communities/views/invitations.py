"""Links that let people in, and letters to one address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import operations, queries
from communities.forms import AddressForm, InvitationForm
from communities.models import Invitation
from communities.permissions import P
from communities.views.audit import asked_before
from core import ids
from core.limits import LimitReached
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    require(request.member, P.INVITE)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.invite(actor=request.member, **form.cleaned_data)
            return redirect("communities:invitations", request.community.slug)
        except LimitReached as reached:
            form.add_error(None, reached.sentence)
    status = 422 if request.method == "POST" else 200
    return page(request, status, form=form)


def page(request: HttpRequest, status: int, **forms: Any) -> HttpResponse:
    letters, following = queries.letters_page(request.member, asked_before(request))
    shown = {
        "form": InvitationForm(),
        "address_form": AddressForm(),
        "invitations": queries.invitations_for(request.member),
        "letters": letters,
        "following": following and ids.encode(following),
        **forms,
    }
    name = "communities/_letters.html" if request.htmx else "communities/invitations.html"
    return render(request, name, shown, status=status)


@require_POST
def invite_address(request: HttpRequest) -> HttpResponse:
    require(request.member, P.INVITE)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return page(request, 422, address_form=form)
    try:
        operations.invite_address(actor=request.member, **form.cleaned_data)
    except LimitReached as reached:
        form.add_error(None, reached.sentence)
        return page(request, 422, address_form=form)
    messages.success(request, _("The letter is on its way."))
    return redirect("communities:invitations", request.community.slug)


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)
    if operations.send_again(actor=request.member, invitation=invitation):
        messages.success(request, _("The letter is on its way."))
    else:
        messages.info(request, _("A letter has just gone there. Please wait ten minutes."))
    return redirect("communities:invitations", request.community.slug)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)
    operations.revoke_invitation(actor=request.member, invitation=invitation)
    return redirect("communities:invitations", request.community.slug)
