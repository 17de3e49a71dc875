"""Coming in by an invitation: who I am here, what I agree to, what I pay."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from billing import gateway, operations
from billing.joining import JoinAndPayForm
from billing.models import Price
from communities.entry import Opens, opens
from communities.models import Document, Invitation, Membership
from communities.operations import (
    AliasTaken,
    AnotherAddress,
    InvitationSpent,
    begin_joining,
    opens_to,
)

JOINED = (Membership.State.ACTIVE, Membership.State.REMOVED)


@opens(Opens.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """One page, one form; then the payment page, or the owner's own way."""
    invitation = get_object_or_404(Invitation, token=token)
    if not opens_to(invitation, request.user):
        return not_yours(request)
    if request.member and request.member.state in JOINED:
        return redirect("billing:mine", request.community.slug)
    if not joining(request.member) and not invitation.is_usable:
        return ended(request)
    form = JoinAndPayForm(
        request.POST or None, community=request.community, initial=known(request.member)
    )
    if request.method == "POST" and form.is_valid():
        return begin(request, form, invitation)
    return page(request, form, status=422 if form.errors else 200)


def ended(request: HttpRequest) -> HttpResponse:
    return render(request, "billing/join_ended.html", status=410)


def not_yours(request: HttpRequest) -> HttpResponse:
    """Somebody else's letter: says neither whose nor into what."""
    return render(request, "billing/join_not_yours.html", status=403)


def joining(member: Membership | None) -> bool:
    """Whether this person has begun already: a used-up link does not stop them half-way."""
    return member is not None and member.state == Membership.State.JOINING


def known(member: Membership | None) -> dict[str, str]:
    return {"alias": member.alias} if member else {}


def page(request: HttpRequest, form: JoinAndPayForm, status: int) -> HttpResponse:
    context = {"form": form, "documents": Document.objects.current()}
    return render(request, "billing/join.html", context, status=status)


def begin(request: HttpRequest, form: JoinAndPayForm, invitation: Invitation) -> HttpResponse:
    chosen = {name: form.cleaned_data[name] for name in ("alias", "documents")}
    try:
        member = begin_joining(user=request.user, invitation=invitation, **chosen)
    except AliasTaken:
        form.refuse_alias()
        return page(request, form, status=422)
    except AnotherAddress:
        return not_yours(request)
    except InvitationSpent:
        return ended(request)
    return onward(request, member, form.cleaned_data.get("price"))


def onward(request: HttpRequest, member: Membership, price: Price | None) -> HttpResponse:
    """To the card, or to the page that says how the owner takes money."""
    if price is None or price.way == Price.Way.HAND:
        operations.ask_for_place(member=member, price=price)
        return redirect("billing:mine", request.community.slug)
    try:
        return redirect(operations.start_checkout(member=member, price=price))
    except (gateway.StripeError, operations.Busy, operations.AlreadySubscribed):
        return redirect("billing:mine", request.community.slug)
