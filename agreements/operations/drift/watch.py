"""What each agreement is compared with at one moment: its cut-offs, by its zone, thresholds and rhythm."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from agreements.domain.agreements import AgreementState
from agreements.domain.cadence import Frequency, cycle_days
from agreements.domain.drift.cutoffs import ROUNDS_LOOKED_AT, Cutoffs, Rhythm, cutoffs, passed_round
from agreements.domain.drift.thresholds import Thresholds, thresholds_of
from agreements.domain.pauses import is_paused
from agreements.operations.drift.arrays import as_array
from teams.domain.calendar import WorkingCalendar, local_date, zone
from teams.reports.calendar import working_calendar

# In force, or proposed and not signed by everybody.
WATCHED_STATES = (AgreementState.ACTIVE, AgreementState.READBACK)

# Its columns are the fields of Watched.
WATCHED = f"""
SELECT a.id, a.time_zone, COALESCE(a.activated_at, a.created_at), a.paused_until, a.thresholds,
  (SELECT organisation.thresholds FROM teams_organisation organisation ORDER BY organisation.id LIMIT 1),
  cadence.frequency, cadence.interval, cadence.time_zone,
  ARRAY(
    SELECT s.starts_at FROM agreements_sync s
    WHERE s.agreement_id = a.id AND s.cancelled_at IS NULL
      AND s.starts_at <= %(at)s AND s.starts_at + s.minutes * interval '1 minute' <= %(at)s
    ORDER BY s.starts_at DESC LIMIT {ROUNDS_LOOKED_AT}
  ),
  (
    SELECT s.slot_on FROM agreements_sync s
    WHERE s.agreement_id = a.id AND s.starts_at > %(at)s ORDER BY s.starts_at LIMIT 1
  )
FROM agreements_agreement a LEFT JOIN agreements_cadence cadence ON cadence.agreement_id = a.id
WHERE a.state = ANY(%(states)s) AND a.id = ANY(%(agreements)s::bigint[])
"""  # noqa: S608 - a number of the domain

SYNC_NAMES = {
    (Frequency.WEEKLY, 1): "weekly sync",
    (Frequency.WEEKLY, 2): "biweekly sync",
    (Frequency.MONTHLY, 1): "monthly sync",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant of a pass, and the organisation's working days."""

    at: datetime
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Tried:
    """Thresholds, as JSON, to compare with in place of those kept; None leaves them as they are."""

    of_all: str | None = None
    own: str | None = None


AS_KEPT = Tried()


class Watched(NamedTuple):
    """What the cut-offs of an agreement follow from. Thresholds are JSON; `passed` its last syncs that are over and
    were not cancelled, newest first; `coming_on` names the next one. What is only proposed counts from its beginning.
    """

    pk: int
    time_zone: str
    began_at: datetime
    paused_until: date | None
    thresholds: str
    thresholds_of_all: str | None
    frequency: str | None
    interval: int | None
    cadence_zone: str | None
    passed: list[datetime]
    coming_on: date | None


def moment(at: datetime) -> Moment:
    return Moment(at=at, calendar=working_calendar())


def cutoffs_of(agreements: Sequence[int], now: Moment, *, tried: Tried = AS_KEPT) -> dict[int, Cutoffs]:
    """The cut-offs of those of ``agreements`` (keys) that are in force and not paused, or proposed. One query."""
    with connection.cursor() as cursor:
        states = [state.value for state in WATCHED_STATES]
        cursor.execute(WATCHED, {"at": now.at, "agreements": as_array(agreements), "states": states})
        rows = [Watched(*row) for row in cursor.fetchall()]
    known: dict[tuple[object, ...], Cutoffs] = {}
    found = {}
    for row in rows:
        if _is_paused(row, now.at):
            continue
        grounds = _grounds(row)
        if grounds not in known:
            known[grounds] = _cutoffs(row, now, tried)
        found[row.pk] = known[grounds]
    return found


def _grounds(row: Watched) -> tuple[object, ...]:
    """All that its cut-offs follow from: most agreements share them with many others."""
    settings = (row.paused_until, row.thresholds, row.thresholds_of_all)
    rhythm = (row.frequency, row.interval, row.cadence_zone, row.coming_on, *row.passed)
    return (row.time_zone, local_date(row.began_at, zone=zone(row.time_zone)), *settings, *rhythm)


def _is_paused(row: Watched, at: datetime) -> bool:
    return is_paused(row.paused_until, as_of=local_date(at, zone=zone(row.time_zone)))


def _cutoffs(row: Watched, now: Moment, tried: Tried) -> Cutoffs:
    return cutoffs(
        at=now.at,
        zone=zone(row.time_zone),
        activated_at=row.began_at,
        thresholds=_thresholds(tried.of_all or row.thresholds_of_all or "{}", tried.own or row.thresholds),
        calendar=now.calendar,
        rhythm=_rhythm(row, now.calendar),
        resumed_on=row.paused_until,
    )


@lru_cache(maxsize=128)
def _thresholds(of_all: str, own: str) -> Thresholds:
    """From JSON, once for all agreements that share them."""
    return thresholds_of(json.loads(of_all), json.loads(own))


def _rhythm(row: Watched, calendar: WorkingCalendar) -> Rhythm | None:
    if row.frequency is None:
        return None
    pattern = Frequency(row.frequency), row.interval or 1
    here = zone(row.cadence_zone or row.time_zone)
    days = [local_date(starts_at, zone=here) for starts_at in row.passed]
    return Rhythm(
        words=SYNC_NAMES.get(pattern, "sync"),
        cycle_days=cycle_days(frequency=pattern[0], interval=pattern[1]),
        rounds=[passed_round(day, calendar=calendar) for day in days],
        open_round_on=row.coming_on,
    )
