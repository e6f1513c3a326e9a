"""Whose turn it is to moderate: a list of people that goes round with the numbers of the syncs."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, Cadence, Turn
from agreements.operations.events import record
from agreements.operations.locks import NotActiveError, lock_agreement
from agreements.permissions import may_edit_terms, may_hold_sync
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse

RUNS = {AgreementState.DRAFT, AgreementState.READBACK, AgreementState.ACTIVE}
LONGEST_ROTA = 50


class NoCadenceError(RefusalError):
    """Turns are taken at syncs, and a cadence is what makes them."""

    code = "no_cadence"


@transaction.atomic
def set_rota(*, actor: Person, at: datetime, agreement: Agreement, people: Sequence[Person]) -> tuple[Turn, ...]:
    """Let ``people`` take turns in this order; nobody at all: the agreement's own facilitator each time.

    It is no part of the terms, so it needs no consent.
    """
    agreement = lock_agreement(agreement)
    if not (may_hold_sync(actor, agreement) or may_edit_terms(actor, agreement)):
        raise ForbiddenError(say("Only members of a party and the facilitator say whose turn it is."))
    if agreement.state not in RUNS:
        raise NotActiveError(say("{label} is closed.", label=agreement.label))
    cadence = Cadence.objects.filter(agreement=agreement).first()
    if cadence is None:
        raise NoCadenceError(say("Say first how often you meet."))
    _check(people)
    was = list(cadence.rota.order_by("position").values_list("person__name", flat=True))
    cadence.rota.all().delete()
    turns = [Turn(cadence=cadence, position=place, person=person) for place, person in enumerate(people, start=1)]
    Turn.objects.bulk_create(turns)
    data = {"was": was, "now": [person.name for person in people]}
    record(agreement=agreement, kind="rota_set", actor=actor, at=at, data=data)
    return tuple(turns)


def _check(people: Sequence[Person]) -> None:
    twice = [person.name for person, times in Counter(people).items() if times > 1]
    gone = [person.name for person in people if not person.is_active]
    sentences = [
        *(say("{name} is on the list twice.", name=name) for name in twice),
        *(say("{name} has left the organisation.", name=name) for name in gone),
        *([say("At most {most} people take turns.", most=LONGEST_ROTA)] if len(people) > LONGEST_ROTA else []),
    ]
    refuse({"people": sentences} if sentences else {})
