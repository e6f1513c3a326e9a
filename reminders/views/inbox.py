"""The inbox: everything a person was told, by agreement, the newest first."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.views.bringing import way_back
from reminders.models import Reminder
from reminders.operations.inbox import mark_read
from reminders.reports.inbox import inbox_groups, inbox_rows
from teams import clock
from teams.domain.language import say
from teams.views.base import PageRequest, done, moment

PAGE = 30


@login_required
def inbox(request: PageRequest) -> HttpResponse:
    """What is unread; ``?show=all`` shows what was read too. What no filter knows is passed over."""
    _, today = moment(request)
    told = Reminder.objects.of(request.user)
    is_all = request.GET.get("show") == "all"
    shown = told if is_all else told.unread()
    page = Paginator(shown.order_by("-due_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": inbox_groups(inbox_rows(page.object_list)),
        "unread": told.unread().count() if is_all else page.paginator.count,
        "is_all": is_all,
        "today": today,
    }
    return render(request, "reminders/inbox.html", context)


@require_POST
@login_required
def reading(request: PageRequest, pk: int) -> HttpResponse:
    reminder = get_object_or_404(Reminder.objects.of(request.user), pk=pk)
    mark_read(actor=request.user, at=clock.now(), reminders=[reminder.pk])
    return done(request, to=way_back(request) or reverse("inbox"))


@require_POST
@login_required
def reading_all(request: PageRequest) -> HttpResponse:
    mark_read(actor=request.user, at=clock.now())
    return done(request, to=reverse("inbox"), said=say("Everything is marked as read."))
