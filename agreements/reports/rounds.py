"""Which round of check-ins is open: the one before the next sync, or without a cadence a fortnightly one."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.cadence import round_of, round_without_cadence
from agreements.models import Agreement, Cadence, Sync
from teams.domain.calendar import local_date, morning, zone
from teams.models import Person
from teams.reports.calendar import working_calendar


@dataclass(frozen=True, slots=True)
class PresentRound:
    """The next round to end; `name` stands on its check-ins. It opens on each person's own morning of `opens_on`."""

    name: date
    opens_on: date


def open_round(*, agreement: Agreement, person: Person, at: datetime) -> date | None:
    """The date that names the round in which ``person`` is asked at ``at``; None outside any round.

    A round opens on the person's own morning and is named by the slot of the sync that ends it, even when a
    holiday moved that sync. Without a cadence it is named by the day it opened. A paused agreement asks nothing.
    ``agreement`` is in force.
    """
    found = _present(agreement, at)
    return found.name if found and morning(found.opens_on, zone=zone(person.time_zone)) <= at else None


def opening_today(*, agreement: Agreement, person: Person, at: datetime) -> date | None:
    """The name of the round that opens for ``person`` on their own local day of ``at``, also later that day."""
    found = _present(agreement, at)
    return found.name if found and found.opens_on == local_date(at, zone=zone(person.time_zone)) else None


def _present(agreement: Agreement, at: datetime) -> PresentRound | None:
    if agreement.is_paused(at=at):
        return None
    coming = Sync.objects.outside_pauses().filter(agreement=agreement, starts_at__gt=at).select_related("cadence")
    sync = coming.order_by("starts_at").first()
    if sync is not None:
        return _before(sync)
    has_cadence = Cadence.objects.filter(agreement=agreement).exists()
    return None if has_cadence else _fortnightly(agreement, at)


def _before(sync: Sync) -> PresentRound:
    held_on = local_date(sync.starts_at, zone=zone(sync.cadence.time_zone))
    asked = round_of(held_on, starts_at=sync.starts_at, calendar=working_calendar())
    return PresentRound(sync.slot_on, asked.opens_on)


def _fortnightly(agreement: Agreement, at: datetime) -> PresentRound | None:
    assert agreement.activated_at is not None  # the database holds that for everything in force
    here = zone(agreement.time_zone)
    asked = round_without_cadence(
        local_date(at, zone=here),
        activated_on=local_date(agreement.activated_at, zone=here),
        zone=here,
        calendar=working_calendar(),
    )
    return PresentRound(asked.opens_on, asked.opens_on) if asked and at < asked.ends_at else None
