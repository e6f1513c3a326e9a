"""How agreements stand now: how many are in force, how healthy, which rest, and what they serve."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, Q, When

from agreements.domain.agreements import Health
from agreements.domain.pauses import is_paused
from agreements.reports.dashboard.sight import Sight
from teams.domain.calendar import local_date, zone


@dataclass(frozen=True, slots=True)
class Served:
    """Agreements in force, not paused, that serve one priority (its key, None for no priority) with one health."""

    priority: int | None
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
    may_rest = Q(paused_until__gte=sight.at.date())  # no zone is a day behind UTC
    rows = (
        sight.countable()
        .active()
        .annotate(until=Case(When(may_rest, then=F("paused_until"))), where=Case(When(may_rest, then=F("time_zone"))))
        .values("priority", sight.health, "until", "where")
        .annotate(count=Count("pk"), keys=ArrayAgg("pk", filter=may_rest, default=[]))
    )
    served: list[Served] = []
    paused: set[int] = set()
    for priority, health, until, where, count, keys in rows.values_list(
        "priority", sight.health, "until", "where", "count", "keys"
    ):
        if where and is_paused(until, as_of=local_date(sight.at, zone=zone(where))):
            paused |= set(keys)
        else:
            served.append(Served(priority, Health(health), count))
    return Standing(tuple(served), frozenset(paused))


def by_priority(served: Iterable[Served], priority: int) -> dict[Health, int]:
    """How many agreements of each health serve one priority."""
    found: dict[Health, int] = {}
    for one in served:
        if one.priority == priority:
            found[one.health] = found.get(one.health, 0) + one.agreements
    return found
