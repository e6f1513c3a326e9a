"""What people do with a flag: say that they have seen it, let it rest for a while with a reason, wake it again.

A flag opens, grows and closes by its rule alone (``agreements.operations.drift``); none of this changes health.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from agreements.domain.drift.snoozes import latest_snooze
from agreements.models import DriftFlag
from agreements.operations.drift.flags import SNOOZE, wake
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement
from agreements.permissions import may_acknowledge, may_snooze
from agreements.reports.flags import title_of
from teams.domain import days
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse
from teams.reports.calendar import working_calendar

LONGEST = 500  # letters of a reason


class FlagClosedError(RefusalError):
    """The cause is gone, and with it what there was to say."""

    code = "flag_closed"


class AlreadyAcknowledgedError(RefusalError):
    """One "I have seen it" is enough."""

    code = "already_acknowledged"


class AlreadySnoozedError(RefusalError):
    """Somebody let it rest already, for a reason of theirs; that ends before another begins."""

    code = "already_snoozed"


class NotSnoozedError(RefusalError):
    """Only what rests can be woken."""

    code = "not_snoozed"


@transaction.atomic
def acknowledge_flag(*, actor: Person, at: datetime, flag: DriftFlag) -> DriftFlag:
    """Say "I have seen it", once for all. Raises FlagClosedError and AlreadyAcknowledgedError."""
    flag = _hold(flag)
    if not may_acknowledge(actor, flag):
        raise ForbiddenError(say("Only members of a party, and those it concerns, say that they have seen it."))
    _require_open(flag)
    if flag.acknowledged_by is not None:
        raise AlreadyAcknowledgedError(
            say("{person} has said already that they have seen it.", person=flag.acknowledged_by)
        )
    flag.acknowledged_at, flag.acknowledged_by = at, actor
    flag.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _record(flag, kind="flag_acknowledged", actor=actor, at=at)
    return flag


@transaction.atomic
def snooze_flag(*, actor: Person, at: datetime, flag: DriftFlag, until: date, reason: str) -> DriftFlag:
    """Let it rest to the end of ``until`` in its agreement's zone. It counts all the same.

    Raises FlagClosedError, AlreadySnoozedError, and InvalidValueError for a date too far or a reason left out.
    """
    flag = _hold(flag)
    _require_snoozer(actor, flag)
    _require_open(flag)
    if flag.snoozed_until is not None and flag.is_snoozed(at=at):
        day = days.short(flag.snoozed_until)
        raise AlreadySnoozedError(say("{person} lets it rest until {day} already.", person=flag.snoozed_by, day=day))
    _check(flag, until, reason.strip(), at=at)
    flag.snoozed_until, flag.snoozed_at, flag.snoozed_by, flag.snooze_reason = until, at, actor, reason.strip()
    flag.save(update_fields=SNOOZE)
    data = {"until": until.isoformat(), "reason": flag.snooze_reason}
    _record(flag, kind="flag_snoozed", actor=actor, at=at, more=data)
    return flag


@transaction.atomic
def unsnooze_flag(*, actor: Person, at: datetime, flag: DriftFlag) -> DriftFlag:
    """Wake it before its day has come. Raises NotSnoozedError."""
    flag = _hold(flag)
    _require_snoozer(actor, flag)
    if flag.closed_at is not None or not flag.is_snoozed(at=at):
        raise NotSnoozedError(say("This flag does not rest."))
    wake(flag)
    flag.save(update_fields=SNOOZE)
    _record(flag, kind="flag_unsnoozed", actor=actor, at=at)
    return flag


def last_day(flag: DriftFlag, *, at: datetime) -> date:
    """The last day until which ``flag`` may rest when that is said at ``at``. ``flag`` brings its subject along."""
    today = local_date(at, zone=zone(flag.agreement.time_zone))
    due_on = flag.commitment.due_on if flag.commitment else None
    return latest_snooze(today, due_on=due_on, calendar=working_calendar())


def _hold(flag: DriftFlag) -> DriftFlag:
    """Hold its agreement, as the sweep does before it changes a flag, and read it afresh."""
    agreement = lock_agreement(flag.agreement)
    related = ("commitment", "metric", "first_told", "acknowledged_by", "snoozed_by")
    fresh = DriftFlag.objects.select_related(*related).get(pk=flag.pk)
    fresh.agreement = agreement
    return fresh


def _require_snoozer(actor: Person, flag: DriftFlag) -> None:
    if not may_snooze(actor, flag):
        raise ForbiddenError(say("Only those who owe or receive it, sign for a party or moderate it can let it rest."))


def _require_open(flag: DriftFlag) -> None:
    if flag.closed_at is not None:
        raise FlagClosedError(say("This flag has closed by itself: its cause is gone."))


def _check(flag: DriftFlag, until: date, reason: str, *, at: datetime) -> None:
    today, last = local_date(at, zone=zone(flag.agreement.time_zone)), last_day(flag, at=at)
    problems = {}
    if not today <= until <= last:
        problems["until"] = [say("Choose a day from today to {day}.", day=days.short(last))]
    if not reason:
        problems["reason"] = [say("Say why, so that the others know what to wait for.")]
    elif len(reason) > LONGEST:
        problems["reason"] = [say("Say it in {most} letters at most.", most=LONGEST)]
    refuse(problems)


def _record(
    flag: DriftFlag, *, kind: str, actor: Person, at: datetime, more: Mapping[str, object] | None = None
) -> None:
    """Record it; what others are not shown yet stays out of their history (``agreements.reports.flag_history``)."""
    data = {
        "flag": flag.pk,
        "rule": flag.rule,
        "title": title_of(flag),
        "metric": flag.metric_id,
        "is_shown": flag.shown_at <= at,
        **(more or {}),
    }
    record(agreement=flag.agreement, kind=kind, actor=actor, at=at, data=data, commitment=flag.commitment)
