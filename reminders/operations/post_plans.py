"""Plans what is posted: into conversations what their people and teams are told anyway, to webhooks what happened.

Whatever is found is found by what is there and has no delivery yet, never by the time since the last run.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from agreements.models import Event
from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.domain.keys import webhook_key
from reminders.domain.promises import WEBHOOK_LIFE
from reminders.models import Delivery, Endpoint
from reminders.operations.endpoints import held_endpoints
from reminders.operations.post_people import plan_for_people
from reminders.operations.post_teams import plan_for_teams
from teams.domain.language import noted

# No transaction lasts this long (pages, calls and tasks are cut off after a minute), so that every event of a lower
# number than one seen then is there by now.
SETTLED_AFTER = timedelta(hours=1)
STOPPED = noted("It was stopped before this was posted.")
LEFT = noted("The account is closed.")


def plan_posts(*, at: datetime) -> int:
    """Plan everything that is to be posted at ``at``; how many deliveries are new."""
    let_go()
    return plan_for_people(at=at) + plan_for_teams(at=at) + _plan_webhooks(at)


@transaction.atomic
def let_go() -> None:
    """What waits for an endpoint that was stopped, or of somebody who left, is not posted."""
    waiting = Delivery.objects.queued().filter(endpoint__isnull=False)
    stopped = waiting.filter(endpoint__in=Endpoint.objects.filter(stopped_at__isnull=False))
    stopped.update(state=DeliveryState.SKIPPED, reason=STOPPED)
    left = waiting.filter(endpoint__in=Endpoint.objects.filter(person__is_active=False))
    left.update(state=DeliveryState.SKIPPED, reason=LEFT)


@transaction.atomic
def _plan_webhooks(at: datetime) -> int:
    return sum(_plan_webhook(endpoint, at) for endpoint in held_endpoints(channel=Channel.WEBHOOK))


def _plan_webhook(endpoint: Endpoint, at: datetime) -> int:
    """Every event since it began that it wants and has no delivery for.

    Events commit in another order than they are numbered, so the last hour is looked through again each time.
    """
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0  # first: what comes meanwhile is for the next time
    told = Delivery.objects.filter(endpoint=endpoint, event=OuterRef("pk"))
    events = Event.objects.filter(~Exists(told), pk__gt=endpoint.told_until).order_by("pk")
    if endpoint.events:
        events = events.filter(kind__in=endpoint.events)
    rows = [_of_webhook(endpoint, pk, kind, at) for pk, kind in events.values_list("pk", "kind")]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    if endpoint.seen_at is None or at - endpoint.seen_at > SETTLED_AFTER:
        endpoint.told_until, endpoint.seen_until, endpoint.seen_at = endpoint.seen_until, last, at
        endpoint.save(update_fields=["told_until", "seen_until", "seen_at"])
    return len(rows)


def _of_webhook(endpoint: Endpoint, event: int, kind: str, at: datetime) -> Delivery:
    return Delivery(
        dedupe_key=webhook_key(endpoint=endpoint.pk, event=event),
        endpoint=endpoint,
        channel=Channel.WEBHOOK,
        kind=kind,
        event_id=event,
        planned_at=at,
        due_at=at,
        expires_at=at + WEBHOOK_LIFE,
    )
