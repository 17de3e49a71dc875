"""Cards of subgroups: the list, one card, opening, describing, asking to join, leaving."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from subgroups import operations, queries
from subgroups.forms import ChangeForm, PatternForm, SubgroupForm
from subgroups.models import Subgroup
from subgroups.operations import Taken
from subgroups.permissions import P


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    cards, archived = queries.all_cards(request.member)
    return render(request, "subgroups/index.html", {"cards": cards, "archived": archived})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request.member, P.OPEN)
    form = SubgroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            subgroup = operations.open_subgroup(actor=request.member, **form.cleaned_data)
        except Taken:
            form.refuse_taken()
        else:
            return redirect("subgroups:card", request.community.slug, subgroup.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/new.html", {"form": form}, status=status)


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    return card_page(request, seen_by(request, pk), "subgroups/card.html")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    subgroup = seen_by(request, pk)
    require(request.member, P.CHANGE, subgroup)
    form = ChangeForm(request.POST or None, initial=ChangeForm.described(subgroup))
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_subgroup(actor=request.member, subgroup=subgroup, **form.cleaned_data)
        except Taken:
            form.refuse_taken()
        else:
            return redirect("subgroups:card", request.community.slug, pk)
    shown = {"form": form, "subgroup": subgroup}
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/change.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Another subgroup after this one's pattern, without its people."""
    pattern = seen_by(request, pk)
    require(request.member, P.COPY, pattern)
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = operations.copy_subgroup(actor=request.member, subgroup=pattern, **typed)
        except Taken:
            form.refuse_taken()
        else:
            return redirect("subgroups:card", request.community.slug, made.pk)
    shown = {"form": form, "subgroup": pattern}
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/copy.html", shown, status=status)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    subgroup = seen_by(request, pk)
    operations.ask_to_join(actor=request.member, subgroup=subgroup)
    if request.htmx:
        return card_page(request, subgroup, "subgroups/_card.html")
    return redirect("subgroups:card", request.community.slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    subgroup = seen_by(request, pk)
    require(request.member, P.LEAVE, subgroup)
    if request.method == "POST":
        operations.leave_subgroup(actor=request.member, subgroup=subgroup)
        return redirect("subgroups:index", request.community.slug)
    last = subgroup in queries.last_led_by(request.member)
    return render(request, "subgroups/leave.html", {"subgroup": subgroup, "is_last": last})


def seen_by(request: HttpRequest, pk: int) -> Subgroup:
    subgroup: Subgroup = get_object_or_404(Subgroup.objects.visible_to(request.member), pk=pk)
    return subgroup


def card_page(request: HttpRequest, subgroup: Subgroup, template: str) -> HttpResponse:
    (card,) = queries.cards_of(request.member, [subgroup])
    shown = {"card": card, "curators": queries.curators_of(subgroup)}
    return render(request, template, shown)
