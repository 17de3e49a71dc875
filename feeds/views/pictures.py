"""Sending a picture of a post to whoever may see the post."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from feeds.models import PostPicture
from files.serving import send


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    visible = PostPicture.objects.visible_to(request.member).select_related("attachment")
    return send(get_object_or_404(visible, pk=pk).attachment)
