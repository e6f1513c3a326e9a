"""Sends once more what had ended without arriving, when an administrator asks for it."""

from datetime import datetime, timedelta

from django.db import transaction

from reminders.domain.deliveries import DeliveryState
from reminders.models import Delivery
from teams.domain.errors import ForbiddenError, RefusalError
from teams.models import Person
from teams.operations.events import record_audit
from teams.permissions import may_administer

RETRIED = (DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.EXPIRED, DeliveryState.SKIPPED)
LIFE = timedelta(hours=24)  # of what is retried after its time


class NothingToRetryError(RefusalError):
    """Refuse what has arrived, or is on its way."""

    code = "nothing_to_retry"


@transaction.atomic
def retry_delivery(*, actor: Person, at: datetime, delivery: Delivery) -> Delivery:
    """Queue a delivery again, under the number and with the key it had; an uncertain one may arrive twice."""
    if not may_administer(actor):
        raise ForbiddenError("Only administrators of the organisation can do this.")
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.state not in RETRIED:
        raise NothingToRetryError(f"It is {row.state_words}: there is nothing to try again.")
    row.state, row.reason, row.hinted_at, row.next_attempt_at = DeliveryState.QUEUED, "", None, None
    row.retried_at, row.retried_by, row.attempts_before = at, actor, row.attempts
    row.expires_at = max(row.expires_at, at + LIFE)
    row.save()
    data = {"delivery": row.pk, "kind": row.kind, "channel": row.channel}
    record_audit(kind="delivery_retried", actor=actor, at=at, data=data)
    return row
