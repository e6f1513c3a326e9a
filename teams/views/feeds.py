"""One's own addresses for calendar programs; each is shown once."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from teams import clock
from teams.forms.feeds import FeedForm
from teams.models import CalendarFeed
from teams.operations.feeds import make_feed, revoke_feed
from teams.views.base import PageRequest, carried_out, done, given


@login_required
@never_cache
def settings_calendar(request: PageRequest) -> HttpResponse:
    """List and make addresses. The answer to making one is the page itself: a redirect could not carry it."""
    form = FeedForm(given(request))
    made = carried_out(form, lambda: make_feed(actor=request.user, at=clock.real_now(), **form.cleaned_data))
    context = {
        "form": FeedForm() if made else form,
        "address": settings.BASE_URL + reverse("calendar_feed", args=[made[1]]) if made else "",
        "feeds": CalendarFeed.objects.filter(person=request.user, revoked_at=None).order_by("-pk"),
    }
    return render(request, "teams/calendar.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def settings_feed_revoke(request: PageRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed, person=request.user, pk=pk)
    revoke_feed(actor=request.user, at=clock.real_now(), feed=feed)
    return done(request, to=reverse("settings_calendar"), said=f"“{feed.name}” reads nothing any more.")
