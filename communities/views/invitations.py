"""Links that let people in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities import operations, queries
from communities.forms import InvitationForm
from communities.models import Invitation
from communities.permissions import P
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    require(request.member, P.INVITE)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.invite(actor=request.member, **form.cleaned_data)
        return redirect("communities:invitations", request.community.slug)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "invitations": queries.invitations_for(request.member)}
    return render(request, "communities/invitations.html", shown, status=status)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.member), pk=pk)
    operations.revoke_invitation(actor=request.member, invitation=invitation)
    return redirect("communities:invitations", request.community.slug)
