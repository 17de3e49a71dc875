"""One line to the owner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities import operations, queries
from communities.entry import Opens, opens
from communities.forms import LineForm
from communities.models import Line


@opens(Opens.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def line_to_owner(request: HttpRequest) -> HttpResponse:
    """Open without access too: nobody in need is cut off from the owner."""
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.write_line(actor=request.member, **form.cleaned_data)
        except operations.TooManyLines:
            form.refuse_more()
        else:
            return redirect("communities:line_to_owner", request.community.slug)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "lines": queries.own_lines(request.member)}
    return render(request, "communities/line_to_owner.html", shown, status=status)


@require_POST
def see(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner has read it: it leaves the desk."""
    line = get_object_or_404(Line.objects.visible_to(request.member), pk=pk)
    operations.see_line(actor=request.member, line=line)
    return HttpResponse() if request.htmx else redirect("communities:desk", request.community.slug)
