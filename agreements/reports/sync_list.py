"""All syncs in one's reach: the next seven days, later, and what became of the latest ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from agreements.models import Agreement, Party, Sync
from agreements.models.agreements import AgreementQuerySet
from agreements.reports.agenda import Agenda, agendas
from agreements.reports.coming import coming_syncs
from agreements.reports.facilitators import facilitators_of
from agreements.reports.participants import taking_part
from agreements.reports.sync_costs import SyncCost, cost_of
from teams.domain.calendar import local_date, zone
from teams.models import Person

SOON = timedelta(days=7)
LATER = 12  # rows to come after that
LATEST = 10  # rows of what was


@dataclass(frozen=True, slots=True)
class SyncRow:
    """``on`` is the reader's local day; the agenda is that of a sync to come, ``decisions`` count those of one held."""

    sync: Sync
    on: date
    facilitator: Person | None
    agenda: Agenda | None = None
    decisions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncList:
    soon: tuple[SyncRow, ...]
    later: tuple[SyncRow, ...]
    latest: tuple[SyncRow, ...]
    cost: SyncCost  # of the last twelve weeks
    held: int
    called_off: int


def sync_list(*, viewer: Person, at: datetime, today: date) -> SyncList:
    """The page of ``viewer``: syncs of the agreements of their teams, and of those they take part in."""
    mine = agreements_of(viewer)
    coming = list(coming_syncs(at=at).filter(agreement__in=mine)[: LATER + 20])
    ends = today + SOON
    rows = _coming(coming, viewer, at)
    since = at - timedelta(weeks=12)
    past = Sync.objects.filter(agreement__in=mine, starts_at__gte=since, starts_at__lt=at)
    return SyncList(
        soon=tuple(row for row in rows if row.on < ends),
        later=tuple(row for row in rows if row.on >= ends)[:LATER],
        latest=_latest(mine, viewer),
        cost=cost_of(among=mine, since=since),
        held=past.exclude(held_at=None).count(),
        called_off=past.exclude(cancelled_at=None).count(),
    )


def agreements_of(person: Person) -> AgreementQuerySet:
    """Agreements that ``person`` may read and whose syncs they are expected at."""
    teams = Party.objects.filter(team__memberships__person=person).values("agreement")
    involved = Q(pk__in=teams) | Q(pk__in=taking_part(person).values("pk"))
    return Agreement.objects.visible_to(person).filter(involved)


def _coming(syncs: Sequence[Sync], viewer: Person, at: datetime) -> list[SyncRow]:
    planned, who = agendas(syncs=syncs, viewers=[viewer], at=at), facilitators_of(syncs)
    return [SyncRow(sync, _day(sync, viewer), who[sync.pk], agenda=planned[sync.pk, viewer.pk]) for sync in syncs]


def _latest(mine: AgreementQuerySet, viewer: Person) -> tuple[SyncRow, ...]:
    settled = Sync.objects.filter(agreement__in=mine).exclude(held_at=None, cancelled_at=None)
    rows = settled.select_related("agreement__facilitator", "facilitator").annotate(count=Count("decisions"))
    syncs = list(rows.order_by("-starts_at", "pk")[:LATEST])
    who = facilitators_of(syncs)
    return tuple(SyncRow(sync, _day(sync, viewer), who[sync.pk], decisions=sync.count) for sync in syncs)  # type: ignore[attr-defined]  # annotated above


def _day(sync: Sync, viewer: Person) -> date:
    return local_date(sync.starts_at, zone=zone(viewer.time_zone))
