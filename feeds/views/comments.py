"""Answers under a post."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_GET, require_POST

from core.limits import LimitReached
from feeds.forms import CommentForm
from feeds.models import Comment, Post
from feeds.operations import SentDifferently, create_comment
from feeds.queries import comments_after, cursor_of, dress_comments
from feeds.views.composer import comment_composer
from feeds.views.posts import visible_post, written


@require_POST
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer; to HTMX comes an empty form, and the comment beside it."""
    post = visible_post(request, pk)
    form = CommentForm(request.POST)
    comment = publish(request, post, form) if form.is_valid() else None
    context = {"post": post, "form": form, "community": request.community}
    if comment is None:
        page = "feeds/_comment_form.html" if request.htmx else "feeds/answer.html"
        return render(request, page, context, status=422)
    if not request.htmx:
        url = resolve_url("feeds:post", request.community.slug, pk)
        return redirect(f"{url}#comment-{comment.code}")
    context["form"] = comment_composer(request, post)
    context["comment"] = dress_comments([comment])[0]
    return written(render(request, "feeds/_answered.html", context))


def publish(request: HttpRequest, post: Post, form: CommentForm) -> Comment | None:
    """The comment, or `None` with the reason on the form."""
    try:
        return create_comment(
            actor=request.member,
            post=post,
            body=form.cleaned_data["body"],
            submission=form.cleaned_data["submission"],
        )
    except SentDifferently:
        form.refuse_as_sent()
    except LimitReached as reached:
        form.refuse_for_now(reached)
    return None


@require_GET
def newer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers after a cursor, for catching up; some may stand on the page already."""
    post = visible_post(request, pk)
    try:
        comments = comments_after(post, request.member, request.GET.get("after", ""))
    except ValueError as error:
        raise Http404 from error
    context = {"comments": comments, "community": request.community}
    response = render(request, "feeds/_comments.html", context)
    response.headers["Cursor"] = cursor_of(comments[-1]) if comments else ""
    return response


@require_GET
def menu(request: HttpRequest, pk: int) -> HttpResponse:
    comment = visible_comment(request, pk)
    page = "feeds/_comment_menu.html" if request.htmx else "feeds/comment_menu.html"
    return render(request, page, {"comment": comment, "community": request.community})


def visible_comment(request: HttpRequest, pk: int) -> Comment:
    """The comment, dressed, if it may be seen by whoever asks. Raises `Http404`."""
    comments = Comment.objects.visible_to(request.member)
    joined = comments.select_related("author__picture", "post__subgroup", "post__author")
    return dress_comments([get_object_or_404(joined, pk=pk)])[0]
