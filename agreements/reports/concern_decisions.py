"""What worries and asked decisions want of one person: to answer, to say one's side, and for executives to decide."""

from agreements.models import Concern, Escalation
from agreements.reports.decisions import to_answer_concern, to_rule, to_state
from agreements.reports.terms_decisions import Decision
from teams.domain.language import say
from teams.models import Person


def about_concerns(viewer: Person) -> list[Decision]:
    """The rows of ``viewer``, in no order. A fixed number of queries."""
    answer = to_answer_concern(viewer).select_related("agreement", "raised_by")
    state = to_state(viewer).select_related("agreement", "opened_by")
    decide = to_rule(viewer).select_related("agreement", "asked_by").prefetch_related("agreement__parties__team")
    return [*map(_concern, answer), *map(_statement, state), *map(_ruling, decide)]


def _concern(concern: Concern) -> Decision:
    return Decision(
        mark="waiting",
        words="Concern",
        title=concern.text if len(concern.text) <= 120 else f"{concern.text[:119]}…",
        parties=(f"{concern.raised_by.name}, {concern.agreement.title}",),
        since=concern.raised_at,
        act="Answer",
        address=f"/agreements/{concern.agreement.slug}/concerns/{concern.number}/",
    )


def _statement(packet: Escalation) -> Decision:
    return Decision(
        mark="draft",
        words=say("Say your side"),
        title=packet.topic,
        parties=(f"{packet.opened_by.name}, {packet.agreement.title}",),
        since=packet.asked_at or packet.opened_at,
        act=say("Write it"),
        address=f"/escalations/{packet.pk}/",
    )


def _ruling(packet: Escalation) -> Decision:
    return Decision(
        mark="asked",
        words=f"Decide by {packet.decide_by:%-d %b}",
        title=packet.topic,
        parties=tuple(party.team.name for party in packet.agreement.parties.all()),
        since=packet.asked_at or packet.opened_at,
        act="Decide",
        address=f"/escalations/{packet.pk}/",
    )
