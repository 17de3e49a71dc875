"""What the owner settles about the community."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import operations
from communities.forms import SettingsForm
from communities.models import Community
from communities.permissions import P
from communities.starter_texts import starter_text
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    require(request.member, P.CHANGE_COMMUNITY)
    # A copy, so that a refused form changes nothing the frame shows.
    stored = Community.objects.get(pk=request.community.pk)
    page = stored.public_page or starter_text("public_page", stored.language)
    form = SettingsForm(request.POST or None, instance=stored, initial={"public_page": page})
    if request.method == "POST" and form.is_valid():
        operations.change_community(actor=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("communities:settings", request.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/settings.html", {"form": form}, status=status)
