"""The first of the three screens of opening, gone back to; and what the other two share.

The community is there after the first screen, so each screen saves what it asked for. What is half
typed when somebody goes back is kept in the session, each screen's apart.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities import operations, queries
from communities.forms import OpeningForm, ScreeningForm
from communities.permissions import P
from core.permissions import require

SESSION_KEY = "opening"
ASK = "ask"


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Name, language, zone and alias once more; the address stays."""
    member = request.member
    require(member, P.CHANGE_COMMUNITY)
    form = OpeningForm(request.POST or None, initial=OpeningForm.described(member))
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_community(actor=member, **form.cleaned_data)
        except operations.AliasTaken:
            form.refuse_alias()
        except operations.TooManyChanges:
            form.refuse_more()
        else:
            return redirect("billing:opening", request.community.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "communities/opening.html", {"form": form}, status=status)


def screening_form(request: HttpRequest) -> ScreeningForm:
    """Asking newcomers first, offered on the last two screens; half typed, it is shown again."""
    typed = take_typed(request)
    half = {name.removeprefix(f"{ASK}-"): value for name, value in typed.items()}
    return ScreeningForm(
        request.POST if request.method == "POST" else None,
        screening=queries.screening_now(),
        prefix=ASK,
        initial=half,
    )


def asked_by(form: ScreeningForm) -> list[str]:
    """The questions of a valid form; none where its switch is off."""
    return form.cleaned_data["questions"] if form.cleaned_data["asks"] else []


def keep_typed(request: HttpRequest) -> None:
    """Keep what stands in this screen's form for when the person comes back to it."""
    kept = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {**kept, request.path: request.POST.urlencode()}


def take_typed(request: HttpRequest) -> QueryDict:
    """What was half typed on this screen; empty where nothing was."""
    return QueryDict(request.session.get(SESSION_KEY, {}).get(request.path, ""))


def forget_typed(request: HttpRequest) -> None:
    kept = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {path: kept[path] for path in kept if path != request.path}
