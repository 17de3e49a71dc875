"""Who is here, and one member's card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities import queries
from communities.forms import PeopleForm
from communities.models import Membership
from communities.permissions import P
from core.permissions import require


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, or whom the form above the list looks for."""
    form = PeopleForm(request.GET or None, asker=request.member)
    valid = form.is_valid()
    here = queries.people_here(request.member, form.cleaned_data if valid else None)
    shown = {"form": form, "people": here, "narrowed": form.is_bound}
    shown["deputy"] = Membership.objects.deputies().first()
    status = 422 if form.is_bound and not valid else 200
    return render(request, "communities/people.html", shown, status=status)


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """For staff: role, dates, subgroups; payments for the owner alone."""
    require(request.member, P.OPEN_CARD)
    person = get_object_or_404(Membership.objects.visible_to(request.member), pk=pk)
    shown = {"person": person, "parting": queries.parting_ahead(person)}
    return render(request, "communities/member.html", shown)
