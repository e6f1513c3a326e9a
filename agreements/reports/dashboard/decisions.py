"""Decisions that the parties ask of the executives, by the day they are needed."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Window

from agreements.domain.escalations import EscalationState
from agreements.models import Escalation, Party
from agreements.reports.dashboard.sight import Sight
from teams.domain.calendar import local_date, zone

FIRST = 5


@dataclass(frozen=True, slots=True)
class DecisionWaiting:
    """``days_left`` to ``decide_by`` in the agreement's zone, negative past it."""

    topic: str
    question: str
    agreement_title: str
    parties: tuple[str, ...]
    decide_by: date
    days_left: int
    address: str


@dataclass(frozen=True, slots=True)
class DecisionsWaiting:
    """At most five of ``total`` that wait and the reader may read."""

    shown: tuple[DecisionWaiting, ...] = ()
    total: int = 0


def decisions_waiting(sight: Sight) -> DecisionsWaiting:
    """The questions asked of executives that the reader may read; one query."""
    parties = Party.objects.filter(agreement=OuterRef("agreement")).order_by("pk").values("team__name")
    asked = Escalation.objects.visible_to(sight.viewer).filter(state=EscalationState.ASKED)
    if sight.teams:
        asked = asked.filter(agreement__in=sight.countable())
    rows = (
        asked.select_related("agreement")
        .annotate(party_names=ArraySubquery(parties), total=Window(Count("pk")))
        .order_by("decide_by", "asked_at")[:FIRST]
    )
    found = list(rows)
    return DecisionsWaiting(tuple(_waiting(row, sight) for row in found), found[0].total if found else 0)  # type: ignore[attr-defined] # annotated above


def _waiting(row: Escalation, sight: Sight) -> DecisionWaiting:
    assert row.decide_by is not None  # the database holds that for everything asked
    today = local_date(sight.at, zone=zone(row.agreement.time_zone))
    return DecisionWaiting(
        topic=row.topic,
        question=row.question,
        agreement_title=row.agreement.title,
        parties=tuple(row.party_names),  # type: ignore[attr-defined] # annotated above
        decide_by=row.decide_by,
        days_left=(row.decide_by - today).days,
        address=f"/escalations/{row.pk}/",
    )
