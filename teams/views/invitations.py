"""The page behind the link of an invitation. Opening it changes nothing: mail scanners open links too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from teams import clock
from teams.forms.people import InvitationForm
from teams.operations.people import accept_invitation, find_invitation
from teams.views.base import carried_out, done, given


@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password and go to the sign-in page; a link that opens nothing says what to do."""
    at = clock.real_now()
    found = find_invitation(token=token, at=at)
    if found is None:
        return render(request, "teams/invitation_closed.html", status=404)
    form = InvitationForm(given(request))
    if carried_out(form, lambda: accept_invitation(at=at, token=token, password=form.cleaned_data["password"])):
        return done(request, to=reverse("sign_in"), said="Your password is set. Sign in with it.")
    context = {"form": form, "invitation": found}
    return render(request, "teams/invitation.html", context, status=422 if form.errors else 200)
