"""What each agreement in force is compared with at one moment: its cut-offs, by its zone, thresholds and rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, QuerySet

from agreements.domain.cadence import Frequency, cycle_days
from agreements.domain.drift.cutoffs import ROUNDS_LOOKED_AT, Cutoffs, Rhythm, cutoffs, passed_round
from agreements.domain.drift.thresholds import thresholds_of
from agreements.models import Agreement, Sync
from teams.domain.calendar import WorkingCalendar, local_date, zone
from teams.models import Organisation
from teams.reports.calendar import working_calendar

SYNC_NAMES = {
    (Frequency.WEEKLY, 1): "weekly sync",
    (Frequency.WEEKLY, 2): "biweekly sync",
    (Frequency.MONTHLY, 1): "monthly sync",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant of a pass, and what the organisation adds to it."""

    at: datetime
    calendar: WorkingCalendar
    thresholds: dict[str, int]


class Watched(TypedDict):
    """The columns that the cut-offs of an agreement in force follow from; `passed`: its last syncs, newest first."""

    pk: int
    time_zone: str
    thresholds: dict[str, int]
    activated_at: datetime
    cadence__frequency: str | None
    cadence__interval: int | None
    cadence__time_zone: str | None
    passed: list[datetime]


def moment(at: datetime) -> Moment:
    overrides = Organisation.objects.values_list("thresholds", flat=True).first()
    return Moment(at=at, calendar=working_calendar(), thresholds=overrides or {})


def cutoffs_of(agreements: Sequence[int], now: Moment) -> dict[int, Cutoffs]:
    """The cut-offs of those of ``agreements`` (keys) that are in force. One query."""
    rows: Sequence[Watched] = (
        Agreement.objects.active()
        .filter(pk__in=agreements)
        .annotate(passed=ArraySubquery(_passed_syncs(now.at)))
        .values(*Watched.__annotations__)
    )
    return {row["pk"]: _cutoffs(row, now) for row in rows}


def _passed_syncs(at: datetime) -> QuerySet[Sync, Any]:
    """The starts of the last syncs that are over and were not cancelled, newest first."""
    ends_at = ExpressionWrapper(F("starts_at") + F("minutes") * timedelta(minutes=1), DateTimeField())
    syncs = Sync.objects.filter(agreement=OuterRef("pk"), cancelled_at=None, starts_at__lte=at)
    return (
        syncs.alias(ends_at=ends_at)
        .filter(ends_at__lte=at)
        .order_by("-starts_at")
        .values("starts_at")[:ROUNDS_LOOKED_AT]
    )


def _cutoffs(row: Watched, now: Moment) -> Cutoffs:
    return cutoffs(
        at=now.at,
        zone=zone(row["time_zone"]),
        activated_at=row["activated_at"],
        thresholds=thresholds_of(now.thresholds, row["thresholds"]),
        calendar=now.calendar,
        rhythm=_rhythm(row, now.calendar),
    )


def _rhythm(row: Watched, calendar: WorkingCalendar) -> Rhythm | None:
    if row["cadence__frequency"] is None:
        return None
    pattern = Frequency(row["cadence__frequency"]), row["cadence__interval"] or 1
    here = zone(row["cadence__time_zone"] or row["time_zone"])
    days = [local_date(starts_at, zone=here) for starts_at in row["passed"]]
    return Rhythm(
        words=SYNC_NAMES.get(pattern, "sync"),
        cycle_days=cycle_days(frequency=pattern[0], interval=pattern[1]),
        rounds=[passed_round(day, calendar=calendar) for day in days],
    )
