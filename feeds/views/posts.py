"""Writing a post, its own page, its menu."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from core.limits import LimitReached
from feeds.forms import PostForm
from feeds.models import Post
from feeds.operations import SentDifferently, create_post
from feeds.queries import (
    Audiences,
    comments_under,
    cursor_of,
    dress_posts,
    dress_talk,
    is_near,
    is_waiting,
    when_read,
    with_people,
    writable_places,
)
from feeds.views.composer import comment_composer, post_composer
from notifications.operations import read_target

TOLD = ("post_mention", "comment_mention", "comment_on_post")


def visible_post(request: HttpRequest, pk: int) -> Post:
    """The post, dressed, if it may be seen by whoever asks. Raises `Http404`."""
    posts = with_people(Post.objects.visible_to(request.member))
    return dress_posts([get_object_or_404(posts, pk=pk)], Audiences())[0]


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Publish; the answer to HTMX is an empty form, and the post beside it."""
    audiences = Audiences()
    places = writable_places(request.member, audiences)
    form = PostForm(request.POST, request.FILES, places=places)
    post = publish(request, form) if form.is_valid() else None
    if post is None:
        page = "feeds/_composer.html" if request.htmx else "feeds/write.html"
        return render(request, page, {"form": form, "community": request.community}, status=422)
    if not request.htmx:
        return home(request, post)
    here = post.subgroup if form.cleaned_data["here"] else None
    context = {
        "form": post_composer(request, audiences, here),
        "post": dress_posts([post], audiences)[0],
        "community": request.community,
        "when_read": when_read(post, request.community.zone),
    }
    return written(render(request, "feeds/_published.html", context))


def home(request: HttpRequest, post: Post) -> HttpResponse:
    """To the post in its stream, or to the stream's top where something stands to be read."""
    url, later = home_url(request, post), when_read(post, request.community.zone)
    if later is None:
        return redirect(f"{url}#post-{post.code}")
    messages.info(request, render_to_string("feeds/_when_read.html", {"when_read": later}, request))
    return redirect(url)


def written(response: HttpResponse) -> HttpResponse:
    """Tell the browser that what was typed is published, so that it lets its copy go."""
    response.headers["HX-Trigger"] = "written"
    return response


def publish(request: HttpRequest, form: PostForm) -> Post | None:
    """The post, or `None` with the reason on the form."""
    try:
        return create_post(
            actor=request.member,
            subgroup=form.cleaned_data["place"],
            body=form.cleaned_data["body"],
            submission=form.cleaned_data["submission"],
            pictures=form.described,
        )
    except SentDifferently:
        form.refuse_as_sent()
    except LimitReached as reached:
        form.refuse_for_now(reached)
    except OSError:
        form.refuse_pictures()
    return None


def home_url(request: HttpRequest, post: Post) -> str:
    """The stream where `post` is at home."""
    slug = request.community.slug
    if post.subgroup_id is None:
        return resolve_url("feeds:stream", slug, "all")
    return resolve_url("feeds:subgroup", slug, post.subgroup_id)


@require_GET
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post and the answers under it; opening it reads its notices."""
    posts = with_people(Post.objects.visible_to(request.member))
    found = get_object_or_404(posts, pk=pk)
    comments = list(comments_under(found, request.member))
    dress_talk(found, comments, Audiences())
    read_notices(request, [pk, *(comment.pk for comment in comments)])
    context = {
        "post": found,
        "comments": comments,
        "newest": cursor_of(comments[-1]) if comments else "",
        "form": comment_composer(request, found),
        "community": request.community,
    }
    return render(request, "feeds/post.html", context)


def read_notices(request: HttpRequest, seen: list[int]) -> None:
    if is_waiting(request.user.pk, seen):
        read_target(user_id=request.user.pk, kinds=TOLD, targets=seen)


@require_GET
def menu(request: HttpRequest, pk: int) -> HttpResponse:
    """What one may do with a post; loaded when its menu is opened, or a page without script."""
    found = visible_post(request, pk)
    placements = found.placements.select_related("subgroup")
    context = {"post": found, "placements": placements, "community": request.community}
    if found.author and found.author != request.member:
        context["is_near"] = is_near(request.member, found.author)
    page = "feeds/_menu.html" if request.htmx else "feeds/menu.html"
    return render(request, page, context)
