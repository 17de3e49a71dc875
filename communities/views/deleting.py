"""Deleting one's account: one page for all communities, then a page that names none."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import held
from accounts.fresh import fresh_required
from communities import operations, queries
from communities.forms import DeleteAccountForm


@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, asks for each community, then does it."""
    owned = queries.living_communities_of(request.user)
    form = DeleteAccountForm(request.POST or None, places=queries.all_places(request.user))
    if request.method == "POST" and form.is_valid() and not owned:
        operations.delete_account(user=request.user, words=form.words)
        return signed_out(request)
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "owned": owned}
    return render(request, "communities/delete_account.html", shown, status=status)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Nothing of the person stays in this browser."""
    logout(request)
    response = redirect("account_deleted")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    held.forget_whose(response)
    return response


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "communities/account_deleted.html")
