"""What was decided before: ruled packets that say the words one looks for."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from agreements.domain.escalations import EscalationState
from agreements.domain.search import read
from agreements.models import Escalation, Statement
from agreements.models.escalations import ESCALATION_SAID, STATEMENT_SAID
from agreements.reports.search_rows import Query, queries_of, query_of, ranked, within


def search_in(rows: QuerySet[Escalation], words: str) -> QuerySet[Escalation]:
    """Those of ``rows`` that are ruled and hold ``words`` in their topic, question, options, reasons or ruling.

    Best first, then the latest. ``words`` as one types them into a search: "quoted together", or, -without.
    """
    wanted = read(words)
    if not wanted.ways:
        return rows.none()
    found = Q(pk__in=[])
    for way in queries_of(wanted):
        found |= _hold_all(way)
    ruled = rows.filter(found, state=EscalationState.RULED)
    return ranked(ruled, ESCALATION_SAID, query_of(wanted), then="-closed_at")


def _hold_all(terms: Iterable[tuple[Query, bool]]) -> Q:
    """Each term may stand in the packet itself or in what a party said in it; each is looked up in both indexes."""
    every = Q()
    for query, is_without in terms:
        own = within(Escalation.objects.all(), ESCALATION_SAID, query).values("pk")
        said = within(Statement.objects.all(), STATEMENT_SAID, query).values("escalation")
        holds = Q(pk__in=own.union(said))
        every &= ~holds if is_without else holds
    return every
