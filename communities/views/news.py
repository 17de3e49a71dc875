"""What is new here for who asks; stands on the page of all their communities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.queries import news_for


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    return render(request, "communities/_news.html", {"news": news_for(request.member)})
