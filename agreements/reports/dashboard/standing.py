"""How agreements stand now: how many are in force, how healthy, which rest, and what they serve."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, Count, DateField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from agreements.domain.agreements import Health
from agreements.domain.pauses import is_paused
from agreements.reports.dashboard.sight import Sight
from teams.domain.calendar import local_date, zone
from teams.models import Priority


@dataclass(frozen=True, slots=True)
class Served:
    """Agreements in force, not paused, that serve one priority (by its place and name; none: "") with one health."""

    position: int
    priority: str
    key: int | None
    health: Health
    agreements: int


@dataclass(frozen=True, slots=True)
class Standing:
    """``paused``: keys of the agreements that rest now."""

    served: tuple[Served, ...]
    paused: frozenset[int]

    @property
    def running(self) -> int:
        return sum(one.agreements for one in self.served)

    @property
    def quiet(self) -> int:
        return sum(one.agreements for one in self.served if one.health is Health.QUIET)


def standing(sight: Sight) -> Standing:
    """One query: those that may be paused come by zone and date, for each zone has its own day."""
    served: list[Served] = []
    paused: set[int] = set()
    for position, name, key, health, until, where, count, keys in _rows(sight).union(_unserved(), all=True):
        if where and is_paused(until, as_of=local_date(sight.at, zone=zone(where))):
            paused |= set(keys)
        else:
            served.append(Served(position or 0, name or "", key, Health(health), count))
    return Standing(tuple(served), frozenset(paused))


def _rows(sight: Sight) -> QuerySet[Any, Any]:
    may_rest = Q(paused_until__gte=sight.at.date())  # no zone is a day behind UTC
    rows: QuerySet[Any, Any] = (
        sight.countable()
        .active()
        .order_by()
        .annotate(until=Case(When(may_rest, then=F("paused_until"))), where=Case(When(may_rest, then=F("time_zone"))))
        .values("priority__position", "priority__name", "priority", sight.health, "until", "where")
        .annotate(count=Count("pk"), keys=ArrayAgg("pk", filter=may_rest, default=Value([])))
        .values_list(
            "priority__position", "priority__name", "priority", sight.health, "until", "where", "count", "keys"
        )
    )
    return rows


def _unserved() -> QuerySet[Any, Any]:
    """Every priority once more, so that one that nothing serves is known too."""
    none = {
        "of_health": Value(Health.ON_TRACK.value),
        "until": Cast(Value(None), DateField()),
        "where": Cast(Value(None), TextField()),
        "count": Value(0),
        "keys": Cast(Value([]), ArrayField(BigIntegerField())),
    }
    rows: QuerySet[Any, Any] = Priority.objects.order_by().annotate(**none).values_list("position", "name", "pk", *none)
    return rows
