"""A message that ended without having arrived for certain is tried once more, when an administrator says so."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from reminders.domain.deliveries import RETRIABLE, DeliveryState
from reminders.models import Delivery
from reminders.operations.endpoints import EndpointStoppedError
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.events import record_audit
from teams.permissions import may_administer


class DeliveryNotOverError(RefusalError):
    """Refuse to try again what is under way, or has arrived."""

    code = "delivery_not_over"


@transaction.atomic
def retry(*, actor: Person, at: datetime, delivery: Delivery) -> Delivery:
    """Queue ``delivery`` again for as long as its kind is of use; the last look still decides whether it leaves.

    The attempts until now count no more. Raises DeliveryNotOverError, EndpointStoppedError, ForbiddenError.
    """
    actor.refresh_from_db(fields=["role", "is_active"])
    if not may_administer(actor):
        raise ForbiddenError(say("Only administrators of the organisation can do this."))
    held = Delivery.objects.select_for_update(of=("self",)).select_related("endpoint", "recipient").get(pk=delivery.pk)
    _check(held)
    told = {"delivery": held.pk, "kind": held.kind, "channel": held.channel, "was": held.state}
    _prolong_reminders(held, at=at)
    _queue_again(held, actor=actor, at=at)
    record_audit(kind="delivery_retried", actor=actor, at=at, data=told)
    return held


def _check(delivery: Delivery) -> None:
    if delivery.state not in RETRIABLE:
        raise DeliveryNotOverError(say("It waits to leave, or has left; there is nothing to try again."))
    if delivery.endpoint is not None and delivery.endpoint.stopped_at is not None:
        raise EndpointStoppedError(say("{name} is stopped. Start it first.", name=delivery.endpoint.name))


def _prolong_reminders(delivery: Delivery, *, at: datetime) -> None:
    """What it carries is of use for as long again; what is of use for longer stays so."""
    delivery.reminders.update(expires_at=Greatest(F("expires_at"), F("expires_at") + (Value(at) - F("due_at"))))


def _queue_again(delivery: Delivery, *, actor: Person, at: datetime) -> None:
    """Its reason stays until another takes its place."""
    life = delivery.expires_at - delivery.due_at
    delivery.state, delivery.due_at, delivery.expires_at = DeliveryState.QUEUED, at, at + life
    delivery.next_attempt_at = delivery.hinted_at = None
    delivery.retried_at, delivery.retried_by, delivery.attempts_before = at, actor, delivery.attempts
    delivery.save()
