"""The trace of what staff did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities import queries
from core import ids


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """All of it for the owner; for anybody else what was done by them or concerns them."""
    entries, following = queries.audit_page(request.member, asked_before(request))
    shown = {"entries": entries, "following": following and ids.encode(following)}
    name = "communities/_audit.html" if request.htmx else "communities/audit.html"
    return render(request, name, shown)


def asked_before(request: HttpRequest) -> int | None:
    """The id the page goes on from. Raises `Http404` for what is no id."""
    code = request.GET.get("before", "")
    try:
        return ids.decode(code) if code else None
    except ValueError as error:
        raise Http404 from error
