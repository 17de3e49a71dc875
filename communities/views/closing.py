"""Closing the community on a day: the page everybody reads, and the owner's form."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.fresh import fresh_required
from communities import operations
from communities.entry import Opens, opens
from communities.forms import ClosingForm
from communities.permissions import P
from core.permissions import require


@opens(Opens.MEMBER)
@require_safe
def closing(request: HttpRequest) -> HttpResponse:
    """When writing ends, how long reading and the export stay open."""
    if request.community.closes_at is None and not request.member.is_owner:
        raise Http404
    return render(request, "communities/closing.html")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    require(request.member, P.CLOSE_COMMUNITY)
    return confirmed(request)


@fresh_required
def confirmed(request: HttpRequest) -> HttpResponse:
    """Says what will happen, asks for the day."""
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.announce_closing(actor=request.member, **form.cleaned_data)
        except operations.AlreadyClosing:
            form.refuse_second()
        else:
            return redirect("communities:closing", request.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/close.html", {"form": form}, status=status)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    operations.take_back_closing(actor=request.member)
    return redirect("communities:desk", request.community.slug)
