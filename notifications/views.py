"""«Отклики»: what waits for me, on one quiet page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from notifications.forms import ReadForm
from notifications.operations import read_all
from notifications.queries import notices_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "notifications/index.html",
        {"notices": notices_of(request.user.pk, request.member)},
    )


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    form = ReadForm(request.POST)
    if form.is_valid():
        read_all(user_id=request.user.pk, up_to=form.cleaned_data["up_to"])
    return redirect("notifications:index", request.community.slug)
