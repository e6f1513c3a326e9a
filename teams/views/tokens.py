"""One's own keys to the API; the plain text of a new one is shown once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from teams import clock
from teams.forms.tokens import TokenForm
from teams.models import ApiToken
from teams.operations.tokens import create_token, revoke_token
from teams.views.base import PageRequest, carried_out, done, given


@login_required
@never_cache
def settings_tokens(request: PageRequest) -> HttpResponse:
    """List and make tokens. The answer to making one is the page itself: a redirect could not carry its text."""
    at = clock.real_now()
    form = TokenForm(given(request), person=request.user)
    made = carried_out(form, lambda: create_token(actor=request.user, at=at, **form.cleaned_data))
    context = {
        "form": TokenForm(person=request.user) if made else form,
        "plain": made[1] if made else "",
        "tokens": ApiToken.objects.filter(person=request.user, revoked_at=None, expires_at__gt=at).order_by("-pk"),
    }
    return render(request, "teams/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def settings_token_revoke(request: PageRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, person=request.user, pk=pk)
    revoke_token(actor=request.user, at=clock.real_now(), token=token)
    return done(request, to=reverse("settings_tokens"), said=f"“{token.name}” opens nothing any more.")
