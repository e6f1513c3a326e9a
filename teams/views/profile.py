"""What everybody keeps of themselves: hours, absence, delegate, password."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from teams import clock
from teams.forms.people import PasswordForm, ProfileForm
from teams.operations.people import change_password, edit_person
from teams.views.base import PageRequest, carried_out, done, given, moment


@login_required
def settings_profile(request: PageRequest) -> HttpResponse:
    at, _ = moment(request)
    form = ProfileForm(given(request), person=request.user)
    if carried_out(form, lambda: edit_person(actor=request.user, at=at, person=request.user, draft=form.draft())):
        return done(request, to=reverse("settings_profile"), said="Saved.")
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


def _show(request: PageRequest, *, profile: ProfileForm, password: PasswordForm) -> HttpResponse:
    context = {"form": profile, "password": password}
    return render(request, "teams/profile.html", context, status=422 if profile.errors or password.errors else 200)
