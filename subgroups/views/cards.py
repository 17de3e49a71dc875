"""Cards of subgroups: the list, one card, opening, describing, asking to join, leaving."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from subgroups import operations, queries
from subgroups.forms import DescriptionForm, SubgroupForm
from subgroups.models import Subgroup
from subgroups.permissions import P


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    cards = queries.cards_for(request.member)
    return render(request, "subgroups/index.html", {"cards": cards})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request.member, P.OPEN)
    form = SubgroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            subgroup = operations.open_subgroup(actor=request.member, **form.cleaned_data)
        except IntegrityError:
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
    described = {"name": subgroup.name, "purpose": subgroup.purpose}
    form = DescriptionForm(request.POST or None, initial=described)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_subgroup(actor=request.member, subgroup=subgroup, **form.cleaned_data)
        except IntegrityError:
            form.refuse_taken()
        else:
            return redirect("subgroups:card", request.community.slug, pk)
    shown = {"form": form, "subgroup": subgroup}
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/change.html", shown, status=status)


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
    return render(request, "subgroups/leave.html", {"subgroup": subgroup})


def seen_by(request: HttpRequest, pk: int) -> Subgroup:
    subgroup: Subgroup = get_object_or_404(Subgroup.objects.visible_to(request.member), pk=pk)
    return subgroup


def card_page(request: HttpRequest, subgroup: Subgroup, template: str) -> HttpResponse:
    (card,) = queries.cards_of(request.member, [subgroup])
    shown = {"card": card, "curators": queries.curators_of(subgroup)}
    return render(request, template, shown)
