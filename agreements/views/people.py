"""The page of a person: what they owe, what they are owed, whether they are there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from agreements.reports.dashboard.links import owner_rows, receiver_rows
from agreements.reports.owing import person_page
from teams.models import Person
from teams.views.base import PageRequest, moment


@login_required
def person(request: PageRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Person.objects.select_related("delegate"), pk=pk)
    at, today = moment(request)
    context = {
        "person": found,
        "page": person_page(found, viewer=request.user, at=at),
        "teams": found.memberships.select_related("team").order_by("team__name"),
        "owes_href": owner_rows(found.email),
        "owed_href": receiver_rows(found.email),
        "is_away": found.is_away_on(today),
    }
    return render(request, "agreements/person.html", context)
