"""People of a subgroup its reader may see, and what its leaders do there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.models import Membership
from core.permissions import require
from subgroups import operations, queries
from subgroups.forms import AliasForm
from subgroups.models import Subgroup
from subgroups.permissions import P

Deed = Callable[..., object]


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
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=member)
    return done(request, subgroup, deed, person)


def done(request: HttpRequest, subgroup: Subgroup, deed: Deed, person: Membership) -> HttpResponse:
    deed(actor=request.member, subgroup=subgroup, member=person)
    if request.htmx:
        return people_page(request, subgroup, AliasForm())
    return redirect("subgroups:people", request.community.slug, subgroup.pk)


def read_by(request: HttpRequest, pk: int) -> Subgroup:
    subgroup: Subgroup = get_object_or_404(Subgroup.objects.readable_by(request.member), pk=pk)
    return subgroup


def people_page(
    request: HttpRequest, subgroup: Subgroup, form: AliasForm, status: int = 200
) -> HttpResponse:
    shown = {"subgroup": subgroup, "places": queries.people_of(subgroup), "form": form}
    if P.ADMIT.allows(request.member, subgroup):
        shown |= {"leads": True, "wishes": queries.wishes_to_join(subgroup)}
    if P.NAME_SPECIALIST.allows(request.member, subgroup):
        shown["specialists"] = queries.specialists_outside(subgroup)
    template = "subgroups/_people.html" if request.htmx else "subgroups/people.html"
    return render(request, template, shown, status=status)
