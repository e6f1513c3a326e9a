"""Saves what was said through a mail link, by the same operations as everywhere else, and takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from agreements.models import CheckIn, Commitment, Metric
from agreements.operations.checkins import check_in, undo_check_in
from agreements.operations.deliveries import deliver, take_back_delivery
from agreements.operations.drafts import CheckInDraft
from agreements.operations.metrics import record_reading
from reminders.domain.answers import Say
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one person says of one commitment. With ``done`` the note is what the others can see."""

    commitment: Commitment
    say: Say
    note: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What one person reads of a metric, on the local day ``on`` of its agreement."""

    metric: Metric
    on: date
    value: Decimal


@transaction.atomic
def answer(*, actor: Person, at: datetime, answers: Sequence[Answer], values: Sequence[Value] = ()) -> None:
    """Save all of ``answers`` and ``values``, or none. Raises what the operations refuse."""
    for one in answers:
        standing = one.say.standing
        if standing is None:
            deliver(actor=actor, at=at, commitment=one.commitment, evidence=one.note)
        else:
            draft = CheckInDraft(standing=standing, expected_on=one.expected_on, note=one.note)
            check_in(actor=actor, at=at, commitment=one.commitment, answer=draft)
    for read in values:
        record_reading(actor=actor, at=at, metric=read.metric, on=read.on, value=read.value)


@transaction.atomic
def take_back(*, actor: Person, at: datetime, given: Sequence[CheckIn], delivered: Sequence[Commitment]) -> None:
    """Take all of these answers and deliveries back, or none."""
    for answer_given in given:
        undo_check_in(actor=actor, at=at, check_in=answer_given)
    for commitment in delivered:
        take_back_delivery(actor=actor, at=at, commitment=commitment)
