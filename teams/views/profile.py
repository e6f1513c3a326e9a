"""What everybody keeps of themselves: hours, absence, delegate, password, and what their pages are like."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from teams import clock
from teams.forms.people import AppearanceForm, KeyboardForm, OwnPagesForm, PasswordForm, ProfileForm
from teams.operations.people import change_password, edit_person
from teams.reports.audit import last_edit
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
@require_safe
def settings(request: PageRequest) -> HttpResponse:
    return render(request, "teams/settings_index.html")


@login_required
def settings_appearance(request: PageRequest) -> HttpResponse:
    return _own_pages(request, AppearanceForm(given(request), person=request.user), page="appearance")


@login_required
def settings_keyboard(request: PageRequest) -> HttpResponse:
    return _own_pages(request, KeyboardForm(given(request), person=request.user), page="keyboard")


@login_required
def settings_profile(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = ProfileForm(given(request), person=request.user)
    if carried_out(form, lambda: edit_person(actor=request.user, at=at, person=request.user, draft=form.draft())):
        return done(request, to=reverse("settings_profile"), said=form.said("Saved."))
    return _show(request, profile=form, password=PasswordForm())


@login_required
@sensitive_post_parameters("current", "password")
def settings_password(request: PageRequest) -> HttpResponse:
    """Change the password; this session stays, all others end."""
    form = PasswordForm(given(request))
    at = clock.real_now()
    if person := carried_out(form, lambda: change_password(actor=request.user, at=at, **form.cleaned_data)):
        update_session_auth_hash(request, person)
        return done(request, to=reverse("settings_profile"), said="Your password is changed.")
    return _show(request, profile=ProfileForm(None, person=request.user), password=form)


def _own_pages(request: PageRequest, form: OwnPagesForm, *, page: str) -> HttpResponse:
    at, _ = moment(request)
    if carried_out(form, lambda: edit_person(actor=request.user, at=at, person=request.user, draft=form.draft())):
        return done(request, to=request.path, said="Saved.")
    return render(request, f"teams/{page}.html", {"form": form}, status=422 if form.errors else 200)


def _show(request: PageRequest, *, profile: ProfileForm, password: PasswordForm) -> HttpResponse:
    writer = last_edit("person_edited", person=request.user.email) if profile.conflicts else None
    context = {"form": profile, "password": password, "writer": writer}
    return render(request, "teams/profile.html", context, status=422 if password.errors else profile.status)
