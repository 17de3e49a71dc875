"""Coming in by an invitation: who I am here, what I agree to, what I pay."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import held
from billing import gateway, operations
from billing.joining import JoinAndPayForm
from billing.models import Price
from communities.entry import Opens, opens
from communities.models import Document, Invitation, Membership
from communities.operations import (
    AliasTaken,
    AnotherAddress,
    InvitationSpent,
    QuestionsChanged,
    awaits_answer,
    opens_to,
    questions_for,
)

JOINED = (Membership.State.ACTIVE, Membership.State.REMOVED)


@opens(Opens.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """One page, one form; then the payment page, or the owner's own way."""
    invitation = get_object_or_404(Invitation, token=token)
    if not opens_to(invitation, request.user):
        return not_yours(request)
    if has_place(request.member, invitation):
        return redirect("billing:mine", request.community.slug)
    if not joining(request.member) and not invitation.is_usable:
        return ended(request)
    form = form_for(request, invitation)
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


def has_place(member: Membership | None, invitation: Invitation) -> bool:
    """Whether billing knows the way on: they are in, were removed, or have applied already."""
    return member is not None and (member.state in JOINED or awaits_answer(member, invitation))


def form_for(request: HttpRequest, invitation: Invitation) -> JoinAndPayForm:
    """What was typed before a session ended stands in it again."""
    kept = held.take(request, action=request.path) or {}
    known = {"alias": request.member.alias} if request.member else {}
    return JoinAndPayForm(
        request.POST or None,
        community=request.community,
        questions=questions_for(request.member, invitation),
        welcome=operations.welcome_for(invitation),
        initial=known | kept,
    )


def page(request: HttpRequest, form: JoinAndPayForm, status: int) -> HttpResponse:
    context = {"form": form, "documents": Document.objects.current()}
    return render(request, "billing/join.html", context, status=status)


def begin(request: HttpRequest, form: JoinAndPayForm, invitation: Invitation) -> HttpResponse:
    chosen = {name: form.cleaned_data[name] for name in ("alias", "documents")}
    try:
        member = operations.join(
            user=request.user, invitation=invitation, answers=form.answers(), **chosen
        )
    except AliasTaken:
        form.refuse_alias()
        return page(request, form, status=422)
    except QuestionsChanged:
        form.refuse_questions()
        return page(request, form, status=422)
    except AnotherAddress:
        return not_yours(request)
    except InvitationSpent:
        return ended(request)
    return onward(request, member, form.cleaned_data.get("price"))


def onward(request: HttpRequest, member: Membership, price: Price | None) -> HttpResponse:
    """To the card, or to the page that says how the owner takes money or what is asked first."""
    if member.state == Membership.State.APPLYING:
        return redirect("communities:application", request.community.slug)
    if member.may_read:
        return redirect("communities:door", request.community.slug)
    if price is None or price.way == Price.Way.HAND:
        operations.ask_for_place(member=member, price=price)
        return redirect("billing:mine", request.community.slug)
    try:
        return redirect(operations.start_checkout(member=member, price=price))
    except (gateway.StripeError, operations.Busy, operations.AlreadySubscribed):
        return redirect("billing:mine", request.community.slug)
