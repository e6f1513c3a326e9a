"""Proves that nothing was lost: every delivery is in exactly one state, and every reminder has one that carries it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef

from reminders.domain.channels import TEST
from reminders.domain.deliveries import DeliveryState
from reminders.models import Attempt, Delivery, Reminder


@dataclass(frozen=True, slots=True)
class Audit:
    """How many deliveries were planned, how many are in each state, and what does not add up."""

    planned: int
    states: dict[str, int]
    differences: tuple[str, ...]


def audit_deliveries() -> Audit:
    """Count, and name every difference. Reads only."""
    counted = Delivery.objects.values_list("state").annotate(Count("pk")).order_by()
    states = {state.value: 0 for state in DeliveryState} | dict(counted)
    planned = Delivery.objects.count()
    return Audit(planned, states, tuple(_differences(planned, states)))


def _differences(planned: int, states: dict[str, int]) -> Iterator[str]:
    if planned != (total := sum(states[state] for state in DeliveryState)):
        yield f"{planned} deliveries were planned, {total} are in a known state."
    bare = Reminder.objects.filter(~Exists(Delivery.objects.filter(reminders=OuterRef("pk"))))
    if count := bare.count():
        yield f"{count} reminders have no delivery."
    # A webhook tells of an event, and a test of nothing.
    if count := Delivery.objects.filter(reminders=None, event=None).exclude(kind=TEST).count():
        yield f"{count} deliveries carry no reminder."
    tried = Delivery.objects.annotate(rows=Count("tries")).exclude(rows=F("attempts"))
    if count := tried.count():
        yield f"{count} deliveries have another number of attempts than they count."
    open_ones = Attempt.objects.filter(ended_at=None).exclude(lease=F("delivery__lease"))
    if count := open_ones.count():
        yield f"{count} attempts never ended, and nobody holds their lease."
