"""People of a subgroup its reader may see, and what its leaders do there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Membership
from core.permissions import require
from subgroups import operations, queries
from subgroups.forms import AliasForm, MoveForm
from subgroups.models import Subgroup, SubgroupMembership
from subgroups.permissions import P

Deed = Callable[..., object]
Role = SubgroupMembership.Role


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    return people_page(request, read_by(request, pk), AliasForm())


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who did not ask, found by alias."""
    subgroup = read_by(request, pk)
    require(request.member, P.ADMIT, subgroup)
    form = AliasForm(request.POST)
    if not form.is_valid():
        return people_page(request, subgroup, form, status=422)
    return done(request, subgroup, operations.admit, form.cleaned_data["alias"])


@require_POST
def admit(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    return do(request, pk, operations.admit, member)


@require_POST
def move_out(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    return do(request, pk, operations.move_out, member)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Asks to which subgroup, then moves there in one step."""
    subgroup, person = read_by(request, pk), seen_by(request, member)
    place = get_object_or_404(SubgroupMembership.objects.of(person), subgroup=subgroup)
    require(request.member, P.MOVE_OUT, place)
    form = MoveForm(request.POST or None, places=queries.may_take(request.member, person))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        operations.move(actor=request.member, subgroup=subgroup, member=person, to=to)
        return redirect("subgroups:people", request.community.slug, pk)
    shown = {"form": form, "subgroup": subgroup, "person": person}
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/move.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def name_curator(request: HttpRequest, pk: int) -> HttpResponse:
    """Its people to choose from, and a field for somebody who is not in it yet."""
    subgroup = read_by(request, pk)
    require(request.member, P.NAME_CURATOR, subgroup)
    form = AliasForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["alias"]
        operations.name_curator(actor=request.member, subgroup=subgroup, member=person)
        return redirect("subgroups:people", request.community.slug, pk)
    shown = {"form": form, "subgroup": subgroup, "places": queries.people_of(subgroup)}
    status = 422 if request.method == "POST" else 200
    return render(request, "subgroups/name_curator.html", shown, status=status)


@require_POST
def curator(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    return do(request, pk, operations.name_curator, member)


@require_POST
def release(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    return do(request, pk, operations.release_curator, member)


@require_POST
def specialist(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    return do(request, pk, operations.name_specialist, member)


def do(request: HttpRequest, pk: int, deed: Deed, member: int) -> HttpResponse:
    """One deed of a leader to one person of the community."""
    subgroup = read_by(request, pk)
    return done(request, subgroup, deed, seen_by(request, member))


def done(request: HttpRequest, subgroup: Subgroup, deed: Deed, person: Membership) -> HttpResponse:
    deed(actor=request.member, subgroup=subgroup, member=person)
    if request.htmx:
        return people_page(request, subgroup, AliasForm())
    return redirect("subgroups:people", request.community.slug, subgroup.pk)


def seen_by(request: HttpRequest, pk: int) -> Membership:
    person: Membership = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    return person


def read_by(request: HttpRequest, pk: int) -> Subgroup:
    subgroup: Subgroup = get_object_or_404(Subgroup.objects.readable_by(request.member), pk=pk)
    return subgroup


def people_page(
    request: HttpRequest, subgroup: Subgroup, form: AliasForm, status: int = 200
) -> HttpResponse:
    places = queries.people_of(subgroup)
    shown = {"subgroup": subgroup, "places": places, "form": form}
    shown["is_unled"] = not any(place.role == Role.CURATOR for place in places)
    if P.ADMIT.allows(request.member, subgroup):
        shown |= {"leads": True, "wishes": queries.wishes_to_join(subgroup)}
    if P.NAME_SPECIALIST.allows(request.member, subgroup):
        shown["specialists"] = queries.specialists_outside(subgroup)
    template = "subgroups/_people.html" if request.htmx else "subgroups/people.html"
    return render(request, template, shown, status=status)
