"""The agreements in force of one person's teams, as their home page shows them: the worst first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Avg, Case, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import TruncWeek

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import Standing
from agreements.models import Agreement, CheckIn, CheckInRole, Commitment, Party, Sync
from agreements.reports.agreements import severity
from agreements.reports.follows import state_shown
from agreements.reports.prepared import Prepared
from teams.models import Person

SHOWN = 7
FRESH = timedelta(days=14)  # a word counts as fresh for as long as a round without a cadence lasts
COURSE = timedelta(weeks=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAgreement:
    """``heard`` of its ``open`` commitments had a word of their owner in two weeks.

    ``course`` is the share of check-ins that said on track, week by week, at most twelve, doubts counted as half.
    """

    number: int
    slug: str
    title: str
    state: str
    open: int
    heard: int
    next_sync_at: datetime | None
    course: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OwnAgreements:
    rows: tuple[OwnAgreement, ...] = ()
    count: int = 0


def own_agreements(*, viewer: Person, at: datetime) -> OwnAgreements:
    """One query."""
    found = AGREEMENTS.read(viewer, at, at - FRESH, at - COURSE)
    return OwnAgreements(tuple(_shown(row, at) for row in found), found[0][-1] if found else 0)


def _shown(row: tuple[Any, ...], at: datetime) -> OwnAgreement:
    number, title, health, paused_until, zone_name, open_, heard, next_sync, course, _ = row
    return OwnAgreement(
        number=number,
        slug=Agreement(number=number, title=title).slug,
        title=title,
        state=state_shown(AgreementState.ACTIVE, health, paused_until=paused_until, zone_name=zone_name, at=at),
        open=open_ or 0,
        heard=heard or 0,
        next_sync_at=next_sync,
        course=tuple(float(share) for share in course),
    )


def _build(viewer: Person, at: datetime, fresh: datetime, since: datetime) -> QuerySet[Any, Any]:
    mine = Party.objects.filter(team__memberships__person=viewer).values("agreement")
    open_ones = Commitment.objects.open().filter(agreement=OuterRef("pk")).order_by().values("agreement")
    coming = Sync.objects.outside_pauses().filter(starts_at__gte=at, held_at=None, cancelled_at=None)
    health = "health" if viewer.is_administrator else "shown_health"
    return (
        Agreement.objects.active()
        .filter(pk__in=mine)
        .annotate(
            open=Subquery(open_ones.annotate(of=Count("pk")).values("of")),
            heard=Subquery(open_ones.annotate(of=Count("pk", filter=Q(standing_at__gte=fresh))).values("of")),
            next_sync=Subquery(coming.filter(agreement=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1]),
            course=ArraySubquery(_course(since)),
            count=Window(Count("pk")),
        )
        .order_by(severity(health), "-number")
        .values_list(
            "number", "title", health, "paused_until", "time_zone", "open", "heard", "next_sync", "course", "count"
        )[:SHOWN]
    )


def _course(since: datetime) -> QuerySet[Any, Any]:
    """By week; the answers of a round that waits for the other one are sealed, so they are left out."""
    said = CheckIn.objects.filter(commitment__agreement=OuterRef("pk"), role=CheckInRole.OWNER, at__gte=since).exclude(
        round_on=F("commitment__half_answered_on"), round_on__isnull=False
    )
    worth = Case(
        When(standing=Standing.ON_TRACK, then=Value(1.0)),
        When(standing=Standing.AT_RISK, then=Value(0.5)),
        default=Value(0.0),
        output_field=FloatField(),
    )
    weeks = said.annotate(week=TruncWeek("at")).values("week").annotate(share=Avg(worth))
    return weeks.order_by("week").values("share")


AGREEMENTS = Prepared("own_agreements", _build, (datetime, datetime, datetime))
