"""The organisation's name and zone, and its holidays; for administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from teams.forms.organisation import HolidayForm, OfOrganisation, OrganisationForm, RhythmForm, SeedForm
from teams.models import Holiday, Organisation
from teams.operations.organisation import add_holiday, edit_organisation, remove_holiday, seed_holidays
from teams.reports.audit import last_edit
from teams.views.base import PageRequest, administrators_page, carried_out, done, given, moment
from teams.views.undo import Undo


@administrators_page
def settings_organisation(request: PageRequest) -> HttpResponse:
    return _of_organisation(request, OrganisationForm, page="organisation")


@administrators_page
def settings_cadence(request: PageRequest) -> HttpResponse:
    """What the rhythm of a new agreement begins with."""
    return _of_organisation(request, RhythmForm, page="cadence")


@administrators_page
def settings_holidays(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = HolidayForm(given(request))
    if carried_out(form, lambda: add_holiday(actor=request.user, at=at, **form.cleaned_data)):
        return done(request, to=reverse("settings_holidays"), said="Holiday added.")
    return _show_holidays(request, form=form, seed=SeedForm())


@administrators_page
@require_POST
def settings_holidays_seed(request: PageRequest) -> HttpResponse:
    """Add a country's public holidays of one year; none is a count too."""
    at, _ = moment(request)
    form = SeedForm(request.POST)
    added = carried_out(form, lambda: seed_holidays(actor=request.user, at=at, **form.cleaned_data))
    if added is None:
        return _show_holidays(request, form=HolidayForm(), seed=form)
    return done(request, to=reverse("settings_holidays"), said=f"{added} days added.")


@administrators_page
@require_POST
def settings_holiday_remove(request: PageRequest, pk: int) -> HttpResponse:
    at, _ = moment(request)
    holiday = get_object_or_404(Holiday, pk=pk)
    remove_holiday(actor=request.user, at=at, holiday=holiday)
    here = reverse("settings_holidays")
    undo = Undo(here, {"on": [holiday.on.isoformat()], "name": [holiday.name]})
    return done(request, to=here, said=f"{holiday.name} is a working day again.", undo=undo)


def _of_organisation(request: PageRequest, page_form: type[OfOrganisation], *, page: str) -> HttpResponse:
    at, _ = moment(request)
    form = page_form(given(request), organisation=get_object_or_404(Organisation))
    if carried_out(form, lambda: edit_organisation(actor=request.user, at=at, draft=form.draft())):
        return done(request, to=request.path, said=form.said("Saved."))
    context = {"form": form, "writer": last_edit("organisation_edited") if form.conflicts else None}
    return render(request, f"teams/{page}.html", context, status=form.status)


def _show_holidays(request: PageRequest, *, form: HolidayForm, seed: SeedForm) -> HttpResponse:
    _, today = moment(request)
    seed.initial.setdefault("year", today.year)
    coming = Holiday.objects.filter(on__year__gte=today.year).order_by("on")
    context = {"form": form, "seed": seed, "holidays": coming}
    return render(request, "teams/holidays.html", context, status=422 if form.errors or seed.errors else 200)
