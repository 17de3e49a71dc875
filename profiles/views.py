"""One's profile: what I have shown, to whom; and the face that others see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Membership
from core import face as faces
from files.serving import SANDBOX, send
from profiles import operations, queries
from profiles.forms import LineForm, PictureForm, VisibilityForm
from profiles.models import ProfileLine, ProfilePicture


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return page(request)


def page(request: HttpRequest, **forms: Any) -> HttpResponse:
    """All that is shown, and the two forms; one that was refused keeps what was typed."""
    shown = queries.shown_to(request.member, request.member)
    context = {"shown": shown, "line_form": LineForm(), "picture_form": PictureForm()} | forms
    return render(request, "profiles/index.html", context, status=422 if forms else 200)


def back(request: HttpRequest) -> HttpResponse:
    return redirect("profiles:index", request.community.slug)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            operations.add_line(actor=request.member, **form.cleaned_data)
        except operations.TooManyLines:
            form.refuse_more()
        else:
            return back(request)
    return page(request, line_form=form)


def own_line(request: HttpRequest, pk: int) -> ProfileLine:
    """Raises `Http404` for anybody else's."""
    return get_object_or_404(ProfileLine, pk=pk, person=request.member)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    line = own_line(request, pk)
    first = {"label": line.label, "text": line.text, "visibility": line.visibility}
    form = LineForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        operations.change_line(actor=request.member, line=line, **form.cleaned_data)
        return back(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "profiles/change.html", {"form": form, "line": line}, status=status)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    operations.take_line_back(actor=request.member, line=own_line(request, pk))
    return back(request)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    operations.delete_line(actor=request.member, line=own_line(request, pk))
    return back(request)


@require_POST
def set_picture(request: HttpRequest) -> HttpResponse:
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            operations.set_picture(actor=request.member, **form.cleaned_data)
        except OSError:
            form.refuse_picture()
        else:
            return back(request)
    return page(request, picture_form=form)


def own_picture(request: HttpRequest) -> ProfilePicture:
    """Raises `Http404` where there is none."""
    return get_object_or_404(ProfilePicture, person=request.member)


@require_POST
def show_picture(request: HttpRequest) -> HttpResponse:
    picture = own_picture(request)
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        return page(request, visibility_form=form)
    operations.show_picture(actor=request.member, picture=picture, **form.cleaned_data)
    return back(request)


@require_POST
def delete_picture(request: HttpRequest) -> HttpResponse:
    operations.delete_picture(actor=request.member, picture=own_picture(request))
    return back(request)


@require_safe
def face(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a person where they show it to whoever asks, else their drawing."""
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    picture = queries.picture_for(request.member, person)
    if picture:
        return send(picture.attachment)
    response = HttpResponse(faces.picture(person.alias), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
