"""The few figures that stand in the frame around every page."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, QuerySet, Subquery

from agreements.models import Agreement, Party, Sync
from agreements.reports.follows import Followed, first_followed, read_followed
from agreements.reports.prepared import Prepared
from agreements.reports.waiting import waiting
from teams.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Shell:
    organisation: str
    agreements: int  # in force with one of the person's teams as a party
    decisions: int  # that wait for this person
    rulings: int  # of them those that only executives make
    next_sync_at: datetime | None
    following: tuple[Followed, ...]


def shell(*, viewer: Person, at: datetime, waits: Counter[str] | None = None) -> Shell:
    """The frame of ``viewer`` at ``at``; a page that has asked what waits for them brings it along. Two queries."""
    rows = FIGURES.read(viewer, at)
    organisation, agreements, next_sync, follows = rows[0] if rows else ("Holdfast", 0, None, ())
    if waits is None:
        waits = waiting(viewer, at=at)
    return Shell(
        organisation=organisation,
        agreements=agreements or 0,
        decisions=waits.total(),
        rulings=waits["ruling"],
        next_sync_at=next_sync,
        following=tuple(read_followed(one, at=at) for one in follows or ()),
    )


def _figures(viewer: Person, at: datetime) -> QuerySet[Any, Any]:
    mine = Agreement.objects.active().filter(
        pk__in=Party.objects.filter(team__memberships__person=viewer).values("agreement")
    )
    counted = mine.annotate(of=Func(F("pk"), function="count")).values("of")
    waited_for = Sync.objects.outside_pauses().filter(held_at=None, cancelled_at=None, starts_at__gte=at)
    soonest = waited_for.filter(agreement__in=mine.values("pk")).order_by("starts_at")
    found = Organisation.objects.annotate(
        agreements=Subquery(counted),
        next_sync=Subquery(soonest.values("starts_at")[:1]),
        follows=ArraySubquery(first_followed(viewer)),
    )
    return found.values_list("name", "agreements", "next_sync", "follows")


FIGURES = Prepared("frame", _figures, (datetime,))
