"""Taking another alias."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities import operations
from communities.forms import AliasForm
from communities.permissions import P
from core.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    require(request.member, P.CHANGE_ALIAS, request.member)
    form = AliasForm(request.POST or None, initial={"alias": request.member.alias})
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_alias(actor=request.member, **form.cleaned_data)
        except operations.AliasTaken:
            form.refuse_alias()
        except operations.TooManyChanges:
            form.refuse_more()
        else:
            return redirect("communities:me", request.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/alias.html", {"form": form}, status=status)
