"""Keeping order: pin, hide with a reason, restore, take out of a subgroup."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from feeds import operations
from feeds.forms import ReasonForm
from feeds.models import Comment, Placement
from feeds.permissions import P
from feeds.views.comments import visible_comment
from feeds.views.posts import visible_post


@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    operations.pin_post(actor=request.member, post=visible_post(request, pk))
    return changed(request, pk)


@require_POST
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    operations.unpin_post(actor=request.member, post=visible_post(request, pk))
    return changed(request, pk)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    operations.restore_post(actor=request.member, post=visible_post(request, pk))
    return changed(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then hide."""
    post = visible_post(request, pk)
    require(request.member, P.HIDE, post)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.hide_post(actor=request.member, post=post, reason=reason)
        return redirect("feeds:post", request.community.slug, pk)
    return reason_page(request, form, post=post)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Placement.objects.visible_to(request.member)
    joined = rows.select_related("subgroup", "post__subgroup", "post__author")
    placement = get_object_or_404(joined, pk=pk)
    operations.take_out(actor=request.member, placement=placement)
    return changed(request, placement.post_id)


def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """The post as it is now: alone for HTMX, else on its page."""
    if not request.htmx:
        return redirect("feeds:post", request.community.slug, pk)
    context = {"post": visible_post(request, pk), "community": request.community}
    return render(request, "feeds/_post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then hide."""
    comment = visible_comment(request, pk)
    require(request.member, P.HIDE_COMMENT, comment)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.hide_comment(actor=request.member, comment=comment, reason=reason)
        return redirect(comment_url(request, comment))
    return reason_page(request, form, post=comment.post, comment=comment)


@require_POST
def comment_restore(request: HttpRequest, pk: int) -> HttpResponse:
    comment = visible_comment(request, pk)
    operations.restore_comment(actor=request.member, comment=comment)
    if not request.htmx:
        return redirect(comment_url(request, comment))
    context = {"comment": visible_comment(request, pk), "community": request.community}
    return render(request, "feeds/_comment.html", context)


def comment_url(request: HttpRequest, comment: Comment) -> str:
    url = resolve_url("feeds:post", request.community.slug, comment.post_id)
    return f"{url}#comment-{comment.code}"


def reason_page(request: HttpRequest, form: ReasonForm, **context: Any) -> HttpResponse:
    context |= {"form": form, "community": request.community}
    return render(request, "feeds/hide.html", context, status=422 if form.is_bound else 200)
