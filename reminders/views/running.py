"""How everything runs, and every message to anybody; for administrators."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reminders.domain.channels import NAMES, Channel
from reminders.domain.deliveries import STATE_WORDS, DeliveryState
from reminders.models import Delivery
from reminders.operations.fence import open_fence
from reminders.operations.machinery import machinery
from reminders.operations.retries import retry
from reminders.reports.outbox import Wanted, kinds, outbox, outbox_item
from reminders.views import health
from teams import clock
from teams.domain.calendar import zone_data_version
from teams.domain.language import say
from teams.views.base import PageRequest, administrators_page, done, moment

MOST_LETTERS = 80


@administrators_page
@require_safe
def running(request: PageRequest) -> HttpResponse:
    wanted, at, real_at = _wanted(request), moment(request)[0], clock.real_now()
    context = {
        "state": machinery(at=at, real_at=real_at, serving_since=health.SERVING_SINCE),
        "now": at,
        "real_now": real_at,
        "zone_data": zone_data_version(),
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "page": outbox(wanted, before=_number(request.GET.get("before", ""))),
        "states": [
            (state.value, say(words)) for state, words in STATE_WORDS.items() if state != DeliveryState.HANDED_OVER
        ],
        "channels": [(channel.value, say(NAMES[channel])) for channel in Channel],
        "kinds": kinds(),
    }
    return render(request, "reminders/running.html", context)


@administrators_page
@require_safe
def running_delivery(request: PageRequest, pk: int) -> HttpResponse:
    item = outbox_item(pk)
    if item is None:
        raise Http404
    return render(request, "reminders/running_delivery.html", {"item": item, "row": item.row})


@administrators_page
@require_POST
def running_retry(request: PageRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery, pk=pk)
    retry(actor=request.user, at=moment(request)[0], delivery=found)
    return done(request, to=reverse("running_delivery", args=[pk]), said=say("It waits to leave again."))


@administrators_page
@require_POST
def running_release(request: PageRequest) -> HttpResponse:
    open_fence(actor=request.user, at=moment(request)[0], real_at=clock.real_now())
    return done(request, to=reverse("running"), said=say("Messages leave again."))


def _wanted(request: PageRequest) -> Wanted:
    """What no filter knows is passed over."""
    asked = request.GET
    state, channel, kind = asked.get("state", ""), asked.get("channel", ""), asked.get("kind", "")
    return Wanted(
        state=state if state in set(DeliveryState) else "",
        channel=channel if channel in set(Channel) else "",
        kind=kind if kind in dict(kinds()) else "",
        who=asked.get("who", "").replace("\0", "").strip()[:MOST_LETTERS],
    )


def _number(asked: str) -> int | None:
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None
