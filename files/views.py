"""The community's logo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.entry import Opens, opens
from communities.permissions import P
from core.permissions import require
from files import operations
from files.forms import LogoForm
from files.models import Logo
from files.serving import send


@opens(Opens.STRANGER)
@require_safe
def logo(request: HttpRequest) -> HttpResponse:
    """The picture itself, where the public page would open too."""
    shown = Logo.objects.visible_to(request.member).select_related("attachment")
    return send(get_object_or_404(shown).attachment)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    require(request.member, P.CHANGE_COMMUNITY)
    sent = request.method == "POST"
    form = LogoForm(request.POST, request.FILES) if sent else LogoForm()
    if sent and form.is_valid():
        try:
            operations.set_logo(actor=request.member, **form.cleaned_data)
        except OSError:
            form.refuse_picture()
        else:
            messages.success(request, _("Saved."))
            return redirect("files:change", request.community.slug)
    return render(request, "files/logo.html", {"form": form}, status=422 if sent else 200)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    operations.remove_logo(actor=request.member)
    return redirect("files:change", request.community.slug)
