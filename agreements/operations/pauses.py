"""Pausing an agreement in force until a date: nobody is asked, nothing ages, nothing lapses. It goes on by itself."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from agreements.domain.pauses import LONGEST_PAUSE_DAYS, is_paused
from agreements.models import Agreement
from agreements.operations import drift
from agreements.operations.events import record
from agreements.operations.locks import lock_agreement, require_active
from agreements.permissions import may_pause
from teams.domain.calendar import local_date, zone
from teams.domain.errors import ForbiddenError, RefusalError
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import refuse


class NotPausedError(RefusalError):
    """Only what is paused can be taken up again."""

    code = "not_paused"


@transaction.atomic
def pause_agreement(*, actor: Person, at: datetime, agreement: Agreement, until: date, reason: str) -> Agreement:
    """Pause ``agreement`` up to, not including, its local date ``until``; while it is paused: move that date."""
    agreement = _lock(actor, agreement)
    today = _today(agreement, at)
    _check(until, reason.strip(), today=today)
    was = agreement.paused_until if is_paused(agreement.paused_until, as_of=today) else None
    agreement.paused_until, agreement.pause_reason = until, reason.strip()
    data = {"was": was and was.isoformat(), "now": until.isoformat(), "reason": agreement.pause_reason}
    return _settle(agreement, kind="paused", actor=actor, at=at, data=data)


@transaction.atomic
def resume_agreement(*, actor: Person, at: datetime, agreement: Agreement) -> Agreement:
    """Take ``agreement`` up again today, before its pause ends by itself. Raises NotPausedError."""
    agreement = _lock(actor, agreement)
    today, was = _today(agreement, at), agreement.paused_until
    if was is None or not is_paused(was, as_of=today):
        raise NotPausedError(say("{label} is not paused.", label=agreement.label))
    agreement.paused_until = today
    data = {"was": was.isoformat(), "now": today.isoformat()}
    return _settle(agreement, kind="resumed", actor=actor, at=at, data=data)


def _lock(actor: Person, agreement: Agreement) -> Agreement:
    agreement = lock_agreement(agreement)
    if not may_pause(actor, agreement):
        raise ForbiddenError(say("Only those who sign for a party, lead one or moderate an agreement can pause it."))
    require_active(agreement)
    return agreement


def _today(agreement: Agreement, at: datetime) -> date:
    return local_date(at, zone=zone(agreement.time_zone))


def _check(until: date, reason: str, *, today: date) -> None:
    sentences = {}
    if not today < until <= today + timedelta(days=LONGEST_PAUSE_DAYS):
        sentences["until"] = [
            say(
                "Name the day on which it goes on: after today, within {most} days.",
                most=LONGEST_PAUSE_DAYS,
            )
        ]
    if not reason:
        sentences["reason"] = [say("Say why, so that the others know what to wait for.")]
    refuse(sentences)


def _settle(agreement: Agreement, *, kind: str, actor: Person, at: datetime, data: Mapping[str, object]) -> Agreement:
    """Save, record, and let its flags follow: a pause closes them, its end opens what is still true."""
    agreement.save(update_fields=["paused_until", "pause_reason"])
    record(agreement=agreement, kind=kind, actor=actor, at=at, data=data)
    drift.refresh(agreement=agreement, at=at)
    agreement.refresh_from_db()
    return agreement
