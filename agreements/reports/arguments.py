"""What two teams argued about before: topics of concerns about the work and of changes, for who names one anew."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from agreements.domain.amendments import AmendmentState
from agreements.domain.concerns import About
from agreements.models import Agreement, Amendment, Concern
from teams.models import Person

MOST = 20


def topics_between(agreement: Agreement, *, viewer: Person) -> tuple[str, ...]:
    """Topics opened where two of the teams of ``agreement`` are parties, in ``viewer``'s sight; the latest first.

    Each once, however it is capitalised. Two queries.
    """
    shared = _shared(agreement, viewer)
    concerns = Concern.objects.filter(agreement__in=shared, about=About.WORK).exclude(topic="")
    changes = Amendment.objects.filter(agreement__in=shared).exclude(state=AmendmentState.WITHDRAWN).exclude(topic="")
    opened: list[tuple[datetime, str]] = [
        *concerns.order_by("-raised_at").values_list("raised_at", "topic")[:MOST],
        *changes.order_by("-asked_at").values_list("asked_at", "topic")[:MOST],
    ]
    topics = [topic.strip() for _, topic in sorted(opened, reverse=True)]
    latest = {topic.casefold(): topic for topic in reversed(topics)}
    return tuple(topic for topic in dict.fromkeys(topics) if latest[topic.casefold()] == topic)[:MOST]


def _shared(agreement: Agreement, viewer: Person) -> QuerySet[Agreement]:
    theirs = Q(parties__team__in=agreement.parties.values("team"))
    found = Agreement.objects.annotate(shared=Count("parties", filter=theirs, distinct=True)).filter(shared__gte=2)
    return Agreement.objects.visible_to(viewer).filter(pk__in=found.values("pk"))
