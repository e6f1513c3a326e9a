"""What comes in the next six weeks: syncs of one's teams and one's own dates, week by week."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from agreements.models import Agreement, Party, Sync
from agreements.reports.coming import JUST_BEGUN, STILL_ON
from agreements.reports.prepared import Prepared
from teams.domain.calendar import local_date, zone
from teams.models import Person

WEEKS = 6
MOST = 200  # syncs read at once
NAMED = 3  # of a week; the others are counted


@dataclass(frozen=True, slots=True)
class ComingSync:
    on: date
    starts_at: datetime
    number: int
    agreement: int
    title: str
    is_live: bool

    @property
    def address(self) -> str:
        return f"/agreements/{Agreement(number=self.agreement, title=self.title).slug}/syncs/{self.number}/"


@dataclass(frozen=True, slots=True)
class Week:
    """``starts_on`` is its Monday, or today in this week; ``due`` are the days of own dates, the soonest first."""

    starts_on: date
    ends_on: date
    syncs: tuple[ComingSync, ...]
    due: tuple[date, ...]
    is_this: bool = False

    @property
    def named(self) -> tuple[ComingSync, ...]:
        return self.syncs[:NAMED]

    @property
    def others(self) -> int:
        return len(self.syncs) - len(self.named)


def coming_of(viewer: Person, *, at: datetime, today: date) -> tuple[ComingSync, ...]:
    """The syncs that come or go on, up to the last day of six weeks. One query."""
    ends_at = at + timedelta(days=7 * WEEKS - today.weekday())
    here = zone(viewer.time_zone)
    return tuple(
        ComingSync(
            on=local_date(starts_at, zone=here),
            starts_at=starts_at,
            number=number,
            agreement=of,
            title=title,
            is_live=started_at is not None,
        )
        for number, starts_at, started_at, of, title in SYNCS.read(viewer, at - JUST_BEGUN, at - STILL_ON, ends_at)
    )


def six_weeks(*, syncs: Iterable[ComingSync], dates: Iterable[date], today: date) -> tuple[Week, ...]:
    """The weeks in which something comes, this one from ``today`` on."""
    monday = today - timedelta(days=today.weekday())
    meetings: dict[int, list[ComingSync]] = defaultdict(list)
    due: dict[int, list[date]] = defaultdict(list)
    for sync in syncs:
        meetings[_place(max(sync.on, today), monday)].append(sync)
    for on in dates:
        if on >= today:
            due[_place(on, monday)].append(on)
    return tuple(
        Week(
            starts_on=max(monday + timedelta(weeks=place), today),
            ends_on=monday + timedelta(weeks=place, days=6),
            syncs=tuple(meetings[place]),
            due=tuple(sorted(due[place])),
            is_this=place == 0,
        )
        for place in range(WEEKS)
        if place in meetings or place in due
    )


def _place(on: date, monday: date) -> int:
    """In which week from ``monday`` on a day lies; this one is 0."""
    return (on - monday).days // 7


def _build(viewer: Person, begun: datetime, on: datetime, until: datetime) -> QuerySet[Any, Any]:
    mine = Party.objects.filter(team__memberships__person=viewer).values("agreement")
    comes = Q(starts_at__gte=begun) | Q(started_at__gte=on)
    waiting = Sync.objects.outside_pauses().filter(comes, held_at=None, cancelled_at=None, starts_at__lt=until)
    here = waiting.filter(agreement__in=Agreement.objects.active().filter(pk__in=mine).values("pk"))
    columns = ("number", "starts_at", "started_at", "agreement__number", "agreement__title")
    return here.order_by("starts_at", "pk").values_list(*columns)[:MOST]


SYNCS = Prepared("coming", _build, (datetime, datetime, datetime))
