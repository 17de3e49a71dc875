"""A copy of all that is a person's own: asked for, watched, taken along."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts import exports
from accounts.models import Export
from accounts.requests import SignedIn


@login_required
@require_safe
def page(request: SignedIn) -> HttpResponse:
    """How far it is; htmx asks for the part that changes."""
    export = Export.objects.filter(user=request.user).first()
    name = "accounts/_export.html" if request.htmx else "accounts/export.html"
    return render(request, name, {"export": export})


@require_POST
def ask(request: SignedIn) -> HttpResponse:
    if not exports.ask(user=request.user):
        said = gettext("A copy is being written already. It is this one.")
        messages.info(request, said)
    return redirect("export")


@require_GET
def download(request: SignedIn) -> HttpResponse:
    """The file, sent by the server's event loop; absent once its time is over."""
    export = Export.objects.filter(user=request.user).first()
    if export is None or not export.is_ready:
        raise Http404
    response = HttpResponse(content_type="application/zip")
    day = export.asked_at.date().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="export-{day}.zip"'
    response.headers["X-Sendfile"] = str(export.path)
    response.headers["Cache-Control"] = "private, no-store"
    return response
