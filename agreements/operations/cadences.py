"""How often the parties meet, and the meetings that follow from it 90 days ahead."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery

from agreements.domain.cadence import anchor_for, moved_for_holidays
from agreements.models import Agreement, Cadence, Sync
from agreements.operations.drafts import CadenceDraft
from agreements.operations.events import record
from agreements.operations.locks import lock_draft
from teams.domain.calendar import ONE_DAY, WorkingCalendar, local_date
from teams.domain.language import say
from teams.models import Person
from teams.operations.values import fill, refuse, values_of
from teams.reports.calendar import working_calendar

AHEAD = timedelta(days=90)
LONGEST_SYNC = 480  # minutes


@transaction.atomic
def set_cadence(*, actor: Person, at: datetime, agreement: Agreement, draft: CadenceDraft) -> Cadence:
    """Set or replace the cadence of a draft; its anchor is the first fitting day from ``starts_on`` on."""
    agreement = lock_draft(agreement, actor=actor)
    cadence = Cadence.objects.filter(agreement=agreement).first() or Cadence(agreement=agreement)
    was = _facts(cadence) if cadence.pk else None
    fill_cadence(cadence, draft)
    cadence.save()
    data = {"was": was, "now": _facts(cadence)}
    record(agreement=agreement, kind="cadence_set", actor=actor, at=at, data=data)
    return cadence


@transaction.atomic
def remove_cadence(*, actor: Person, at: datetime, agreement: Agreement) -> None:
    """Drop the cadence of a draft; when it has none, nothing happens and nothing is recorded."""
    agreement = lock_draft(agreement, actor=actor)
    cadence = Cadence.objects.filter(agreement=agreement).first()
    if cadence is None:
        return
    cadence.delete()
    record(agreement=agreement, kind="cadence_removed", actor=actor, at=at, data={"was": _facts(cadence)})


def change_cadence(*, agreement: Agreement, at: datetime, draft: CadenceDraft) -> None:
    """Meet otherwise from now on in an agreement in force that the caller holds: coming syncs make way for new ones.

    What has begun, was held or cancelled stays, as do topics and turns. The new ones follow all former ones in
    sequence too: a day on which the parties met before, and do again, is the same entry in a calendar.
    """
    cadence = Cadence.objects.filter(agreement=agreement).first() or Cadence(agreement=agreement)
    fill_cadence(cadence, draft)
    cadence.save()
    sequence = agreement.syncs.aggregate(last=Max("sequence", default=-1))["last"] + 1
    cadence.syncs.filter(starts_at__gt=at, started_at=None, held_at=None, cancelled_at=None).delete()
    yesterday = local_date(at, zone=cadence.rule.zone) - ONE_DAY
    coming = _following(cadence, after=yesterday, at=at, calendar=working_calendar())
    last = agreement.syncs.aggregate(last=Max("number"))["last"] or 0
    added = _numbered((sync for sync in coming if sync.starts_at > at), after=last)
    for sync in added:
        sync.sequence = sequence
    _write(added)


def materialise_for(*, agreement: Agreement, at: datetime) -> int:
    """Write the syncs of one agreement in force up to 90 days ahead; how many were added."""
    return _add_missing(Cadence.objects.filter(agreement=agreement), at)


@transaction.atomic
def materialise_syncs(*, at: datetime) -> int:
    """Write the syncs of all agreements in force up to 90 days ahead; move those on what became a holiday.

    How many were added or moved. What has begun, was held or cancelled stays as it is.
    """
    added = _add_missing(Cadence.objects.filter(agreement__in=Agreement.objects.active()), at)
    return added + _realign(_coming(at).filter(slot_on__in=working_calendar().holidays))


@transaction.atomic
def realign_syncs(*, at: datetime) -> int:
    """Give every coming sync the instant that its wall time has by the zone rules of today; how many moved.

    For the day on which a zone's rules change. Those moved by hand stay: the instant was what people agreed on.
    """
    return _realign(_coming(at))


def _add_missing(cadences: QuerySet[Cadence], at: datetime) -> int:
    """Add what follows the last sync of each cadence. Twice at once adds each once: the slot is unique."""
    calendar = working_calendar()
    last = Sync.objects.filter(cadence=OuterRef("pk")).order_by("-slot_on")
    rows = cadences.select_related("agreement").annotate(
        last_slot=Subquery(last.values("slot_on")[:1]), last_number=Subquery(last.values("number")[:1])
    )
    missing: list[Sync] = []
    for cadence in rows:
        following = _following(cadence, after=cadence.last_slot, at=at, calendar=calendar)
        missing += _numbered(following, after=cadence.last_number or 0)
    return _write(missing)


def _numbered(syncs: Iterable[Sync], *, after: int) -> list[Sync]:
    numbered = list(syncs)
    for number, sync in enumerate(numbered, start=after + 1):
        sync.number = number
    return numbered


def _write(syncs: Sequence[Sync]) -> int:
    Sync.objects.bulk_create(syncs, ignore_conflicts=True, batch_size=1000)
    return len(syncs)


def _following(cadence: Cadence, *, after: date | None, at: datetime, calendar: WorkingCalendar) -> Iterator[Sync]:
    """The syncs, not yet numbered, after the last slot, else after coming into force, up to the horizon."""
    activated_at = cadence.agreement.activated_at
    assert activated_at is not None  # the database holds that for everything in force
    rule = cadence.rule
    first = after + ONE_DAY if after else local_date(activated_at, zone=rule.zone)
    for slot in rule.occurrences(from_day=first, until_day=local_date(at, zone=rule.zone) + AHEAD):
        starts_at = _starts_at(cadence, slot, calendar)
        if starts_at > activated_at:
            yield Sync(
                agreement=cadence.agreement,
                cadence=cadence,
                slot_on=slot,
                starts_at=starts_at,
                minutes=cadence.minutes,
            )


def _coming(at: datetime) -> QuerySet[Sync]:
    """Syncs of agreements in force that have not begun and that nobody moved."""
    unmoved = Sync.objects.filter(moved_from=None, started_at=None, held_at=None, cancelled_at=None)
    return unmoved.filter(agreement__in=Agreement.objects.active(), starts_at__gt=at)


def _realign(syncs: QuerySet[Sync]) -> int:
    """Move those whose day or wall time is another instant than the one they were written with."""
    calendar = working_calendar()
    moved = []
    for sync in syncs.select_related("cadence"):
        starts_at = _starts_at(sync.cadence, sync.slot_on, calendar)
        if starts_at != sync.starts_at:
            sync.starts_at = starts_at
            sync.sequence += 1  # its entry in a calendar is replaced
            sync.revision += 1
            moved.append(sync)
    Sync.objects.bulk_update(moved, ["starts_at", "sequence", "revision"], batch_size=1000)
    return len(moved)


def _starts_at(cadence: Cadence, slot_on: date, calendar: WorkingCalendar) -> datetime:
    return cadence.rule.starts_at(moved_for_holidays(slot_on, calendar=calendar))


def fill_cadence(cadence: Cadence, draft: CadenceDraft) -> None:
    """Set what ``draft`` says, unsaved, with its anchor; raises InvalidValueError naming what does not fit."""
    if not 1 <= draft.minutes <= LONGEST_SYNC:
        refuse({"minutes": [say("A sync lasts between 1 and {most} minutes.", most=LONGEST_SYNC)]})
    anchor_on = anchor_for(frequency=draft.frequency, weekday=draft.weekday, nth=draft.nth, starts_on=draft.starts_on)
    whole_minutes = draft.time.replace(second=0, microsecond=0, fold=0)
    fill(cadence, values_of(draft) | {"anchor_on": anchor_on, "time": whole_minutes})
    _ = cadence.rule  # refuses what does not fit together


def _facts(cadence: Cadence) -> dict[str, object]:
    return {
        "frequency": cadence.frequency,
        "interval": cadence.interval,
        "weekday": cadence.weekday,
        "nth": cadence.nth,
        "time": cadence.time.isoformat(timespec="minutes"),
        "minutes": cadence.minutes,
        "time_zone": cadence.time_zone,
        "starts_on": cadence.starts_on.isoformat(),
    }
