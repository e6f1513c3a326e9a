"""The clock's part in a change: answers that did not come in time leave it to whoever asked to decide."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from agreements.domain.amendments import PATHS, AmendmentMove, AmendmentState
from agreements.models import Agreement, Amendment, Consent
from agreements.models.amendments import AmendmentQuerySet
from agreements.operations import drift
from agreements.operations.amendments.asking import check_answer_by
from agreements.operations.amendments.holding import hold
from agreements.operations.amendments.rebasing import (
    AmendmentConflictError,
    NothingLeftError,
    Renewal,
    bring_up_to_date,
    reach_of_stored,
)
from agreements.operations.amendments.settling import settle
from agreements.operations.amendments.telling import facts_of
from agreements.operations.events import Entry, record, record_all
from agreements.operations.locks import require_active
from agreements.permissions import may_decide_on_change
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError
from teams.domain.language import say
from teams.models import Person


@transaction.atomic
def expire_amendments(*, at: datetime) -> int:
    """Close what was not answered by the end of its date, where the agreement lives that it was asked in; how many."""
    due = _unanswered(at)
    agreements = Agreement.objects.filter(pk__in=due.values("agreement")).order_by("pk")
    if not agreements.select_for_update(no_key=True).values_list("pk"):
        return 0
    expired = list(due.select_for_update(of=("self",), no_key=True).order_by("agreement_id", "number"))
    Amendment.objects.filter(pk__in=[amendment.pk for amendment in expired]).update(
        state=AmendmentState.EXPIRED, closed_at=at, revision=F("revision") + 1
    )
    record_all(entries=[_expired(amendment) for amendment in expired], at=at)
    return len(expired)


@transaction.atomic
def reopen_amendment(*, actor: Person, at: datetime, amendment: Amendment, answer_by: date) -> Amendment:
    """Ask again, until the end of ``answer_by``, those who have not answered. The notice counts from the first time.

    Who has left is not waited for any more; with that, what everybody else has accepted is agreed.
    """
    held = hold(amendment, reach=reach_of_stored(list(amendment.alternatives.open())))
    amendment = held.amendment
    if not may_decide_on_change(actor, amendment):
        raise ForbiddenError(say("Only the person who asked for the change can ask again."))
    amendment.state = PATHS.after(AmendmentState(amendment.state), AmendmentMove.REOPEN)
    require_active(held.home)
    check_answer_by(answer_by, today=local_date(at, zone=zone(held.home.time_zone)))
    amendment.answer_by, amendment.closed_at = answer_by, None
    amendment.save()
    data = facts_of(held) | {"answer_by": answer_by.isoformat()}
    record(agreement=held.home, kind="amendment_reopened", actor=actor, at=at, data=data)
    Consent.objects.filter(alternative__amendment=amendment, answer=None).update(asked_at=at)
    for alternative in amendment.alternatives.open().order_by("position"):
        with suppress(AmendmentConflictError, NothingLeftError):  # both say so before anything is written
            bring_up_to_date(held, Renewal(alternative, keep={alternative.brought_by_id}, actor=actor, at=at))
    settled = settle(held, actor=actor, at=at)
    drift.refresh(agreement=held.home, at=at)
    return settled


def _unanswered(at: datetime) -> AmendmentQuerySet:
    passed = Q(pk__in=[])
    for today, zones in _zones_by_day(at).items():
        passed |= Q(agreement__time_zone__in=zones, answer_by__lt=today)
    return Amendment.objects.open().filter(passed)


def _zones_by_day(at: datetime) -> dict[date, list[str]]:
    """The zones of open changes by the local date there; at any instant at most three dates."""
    zones: dict[date, list[str]] = defaultdict(list)
    for name in Amendment.objects.open().values_list("agreement__time_zone", flat=True).distinct():
        zones[local_date(at, zone=zone(name))].append(name)
    return zones


def _expired(amendment: Amendment) -> Entry:
    data = {
        "amendment": amendment.number,
        "amendment_id": amendment.pk,
        "answer_by": amendment.answer_by.isoformat(),
    }
    return Entry(amendment.agreement_id, None, kind="amendment_expired", data=data)
