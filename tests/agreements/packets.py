"""Packets of the launch, at each step on the way to a ruling."""

from dataclasses import replace
from datetime import date, datetime

from agreements.domain.concerns import About
from agreements.models import Agreement, Concern, Escalation, Party
from agreements.operations.concerns import raise_concern
from agreements.operations.drafts import ConcernDraft, PacketDraft, StatementDraft
from agreements.operations.escalations import ask_for_decision, open_escalation, rule
from agreements.operations.packets import edit_packet, state_reason
from teams.models import Person

TOPIC = "Test machines"
QUESTION = "Who gets the two test machines in March?"
OPTIONS = ("Product gets both", "One for each")
DECIDE_BY = date(2027, 3, 10)
WHOLE = PacketDraft(topic=TOPIC, question=QUESTION, options=OPTIONS, decide_by=DECIDE_BY)
WORRY = "The test machines are booked until April."
REASON = "Without them the feature is not tested before the launch."
LIMITS = "No release untested."


def raised(actor: Person, agreement: Agreement, *, at: datetime, about: About = About.WORK) -> Concern:
    return raise_concern(actor=actor, at=at, agreement=agreement, draft=ConcernDraft(about=about, text=WORRY))


def opened(
    actor: Person, agreement: Agreement, *, at: datetime, concern: Concern | None = None, topic: str = TOPIC
) -> Escalation:
    return open_escalation(actor=actor, at=at, agreement=agreement, topic=topic, concern=concern)


def stated(escalation: Escalation, actor: Person, *, at: datetime, reason: str = REASON) -> None:
    """Say the reason of the party that ``actor`` signs for."""
    team = Party.objects.get(agreement=escalation.agreement, representative=actor).team
    draft = StatementDraft(reason=reason, hard_limits=LIMITS)
    state_reason(actor=actor, at=at, escalation=escalation, team=team, draft=draft)


def prepared(
    actor: Person, agreement: Agreement, *, at: datetime, concern: Concern | None = None, topic: str = TOPIC
) -> Escalation:
    """Written in full, with the reason of ``actor``'s side."""
    packet = opened(actor, agreement, at=at, concern=concern, topic=topic)
    found = edit_packet(actor=actor, at=at, escalation=packet, draft=replace(WHOLE, topic=topic))
    stated(found, actor, at=at)
    return found


def sent(
    actor: Person, agreement: Agreement, *, at: datetime, concern: Concern | None = None, topic: str = TOPIC
) -> Escalation:
    packet = prepared(actor, agreement, at=at, concern=concern, topic=topic)
    return ask_for_decision(actor=actor, at=at, escalation=packet)


def ruled(executive: Person, escalation: Escalation, *, at: datetime, chosen: int | None = 2) -> Escalation:
    return rule(actor=executive, at=at, escalation=escalation, ruling="Both launches depend on them.", chosen=chosen)
