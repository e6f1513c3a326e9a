"""The rounds of check-ins of many agreements at once, named as ``agreements.reports.rounds`` names them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.cadence import Round, round_of, round_without_cadence
from agreements.models import Agreement, Sync
from reminders.reports.among import among
from teams.domain.calendar import WorkingCalendar, local_date, zone
from teams.reports.calendar import working_calendar


@dataclass(frozen=True, slots=True)
class NamedRound:
    """A round with the date that names it; open for a person from their morning of ``opens_on``."""

    name: date
    opens_on: date
    ends_at: datetime


def rounds_of(agreements: Collection[int], *, at: datetime) -> dict[int, NamedRound]:
    """The next round to end of each agreement of ``agreements`` that runs. Four queries."""
    rows = Agreement.objects.running(at=at).filter(pk__in=among(agreements)).select_related("cadence")
    with_cadence = [row for row in rows if hasattr(row, "cadence")]
    calendar = working_calendar()
    rounds = _before_syncs(with_cadence, at, calendar)
    for row in rows:
        if not hasattr(row, "cadence") and (found := _fortnightly(row, at, calendar)):
            rounds[row.pk] = found
    return rounds


def _before_syncs(agreements: Iterable[Agreement], at: datetime, calendar: WorkingCalendar) -> dict[int, NamedRound]:
    cadences = {row.cadence.pk: row.cadence for row in agreements}
    ahead = Sync.objects.outside_pauses().filter(cadence__in=among(cadences), starts_at__gt=at)
    syncs = ahead.order_by("cadence", "starts_at").distinct("cadence")
    rounds = {}
    for sync in syncs:
        held_on = local_date(sync.starts_at, zone=zone(cadences[sync.cadence_id].time_zone))
        asked = round_of(held_on, starts_at=sync.starts_at, calendar=calendar)
        rounds[sync.agreement_id] = NamedRound(sync.slot_on, asked.opens_on, asked.ends_at)
    return rounds


def _fortnightly(agreement: Agreement, at: datetime, calendar: WorkingCalendar) -> NamedRound | None:
    assert agreement.activated_at is not None  # the database holds that for everything in force
    here = zone(agreement.time_zone)
    asked: Round | None = round_without_cadence(
        local_date(at, zone=here),
        activated_on=local_date(agreement.activated_at, zone=here),
        zone=here,
        calendar=calendar,
    )
    if asked is None or asked.ends_at <= at:
        return None
    return NamedRound(asked.opens_on, asked.opens_on, asked.ends_at)
