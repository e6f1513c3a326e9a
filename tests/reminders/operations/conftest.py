from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from reminders.domain.kinds import Kind
from reminders.models import Delivery, Reminder
from teams.models import Person
from tests.factories import AT
from tests.reminders.conftest import Deal

type Queue = Callable[..., Delivery]


@pytest.fixture
def queue(deal: Deal) -> Queue:
    """`queue(person)` is a queued mail with one reminder: that the deck, which is dana's, is due on 15 March."""

    def queued(recipient: Person, *, due_at: datetime = AT, kind: Kind = Kind.DUE_SOON, name: str = "") -> Delivery:
        reminder = Reminder.objects.create(
            kind=kind,
            key=f"{kind}|{recipient.pk}|{name}",
            recipient=recipient,
            agreement=deal.agreement,
            commitment=deal.commitment,
            subject_on=deal.commitment.due_on,
            local_on=due_at.date(),
            due_at=due_at,
            expires_at=due_at + timedelta(days=7),
            headline="Due soon: Enablement deck",
        )
        delivery = Delivery.objects.create(
            dedupe_key=f"email|{reminder.key}",
            recipient=recipient,
            kind=kind,
            planned_at=due_at,
            due_at=due_at,
            expires_at=due_at + timedelta(days=1),
        )
        delivery.reminders.add(reminder)
        return delivery

    return queued
