"""What was decided before: ruled packets that say the words one looks for."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, OuterRef, QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Concat

from agreements.domain.escalations import EscalationState
from agreements.models import Escalation, Statement

CONFIG = "english"  # words are compared by their stems
SPACE = Value(" ")


def search_in(rows: QuerySet[Escalation], words: str) -> QuerySet[Escalation]:
    """Those of ``rows`` that are ruled and hold ``words`` in their topic, question, options, reasons or ruling.

    Best first, then the latest. ``words`` as one types them into a search: "quoted together", or, -without.
    """
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    ruled = rows.filter(state=EscalationState.RULED).annotate(said=_said())
    found = ruled.annotate(rank=SearchRank(F("said"), query)).filter(said=query)
    return found.order_by("-rank", "-closed_at")


def _said() -> CombinedExpression:
    options = Func(F("options"), SPACE, function="array_to_string", output_field=TextField())
    return (
        SearchVector("topic", config=CONFIG, weight="A")
        + SearchVector("question", options, config=CONFIG, weight="B")
        + SearchVector("ruling", Subquery(_reasons()), config=CONFIG, weight="C")
    )


def _reasons() -> QuerySet[Statement, Any]:
    """One text of all that the parties of a packet said."""
    text = Concat("reason", SPACE, "hard_limits", output_field=TextField())
    statements = Statement.objects.filter(escalation=OuterRef("pk")).order_by().values("escalation")
    return statements.annotate(text=StringAgg(text, SPACE)).values("text")
