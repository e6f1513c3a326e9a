"""Saves what was said through a mail link, by the same operations as everywhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agreements.models import Commitment
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import deliver
from agreements.operations.drafts import CheckInDraft
from reminders.domain.answers import Say
from teams.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one person says of one commitment. With ``done`` the note is what the others can see."""

    commitment: Commitment
    say: Say
    note: str = ""
    expected_on: date | None = None


@transaction.atomic
def answer(*, actor: Person, at: datetime, answers: Sequence[Answer]) -> None:
    """Save all of ``answers`` or none. Raises what the operations refuse."""
    for one in answers:
        standing = one.say.standing
        if standing is None:
            deliver(actor=actor, at=at, commitment=one.commitment, evidence=one.note)
        else:
            draft = CheckInDraft(standing=standing, expected_on=one.expected_on, note=one.note)
            check_in(actor=actor, at=at, commitment=one.commitment, answer=draft)
