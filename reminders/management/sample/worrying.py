"""Perform what worried the people of a story, and what they asked an executive to decide."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from agreements.domain.concerns import About
from agreements.operations.concerns import raise_concern, resolve_concern
from agreements.operations.drafts import ConcernDraft, PacketDraft, StatementDraft
from agreements.operations.escalations import ask_for_decision, open_escalation, rule
from agreements.operations.packets import edit_packet, state_reason
from reminders.management.sample.script import Question, Worry
from reminders.management.sample.stage import Stage


def worry(stage: Stage) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Yield each act with the moment it has: a worry is said after lunch, answered and decided before noon."""
    for one in stage.story.worries:
        yield stage.at(one.on, 14), partial(_raise, stage, one)
        if one.answered is not None:
            yield stage.at(one.answered[1], 11), partial(_answer, stage, one)
    for question in stage.story.questions:
        yield stage.at(question.on, 14, 20), partial(_ask, stage, question)
        if question.ruled is not None:
            yield stage.at(question.ruled[1], 11, 20), partial(_rule, stage, question)


def _raise(stage: Stage, one: Worry) -> None:
    about = About.WORK if one.is_work else About.WAY_OF_WORKING
    draft = ConcernDraft(about=about, text=one.text, commitment=stage.commitments.get(one.deliverable))
    raise_concern(actor=stage.people[one.who], at=stage.at(one.on, 14), agreement=stage.agreement, draft=draft)


def _answer(stage: Stage, one: Worry) -> None:
    assert one.answered is not None
    who, on, text = one.answered
    concern = stage.agreement.concerns.get(text=one.text)
    resolve_concern(actor=stage.people[who], at=stage.at(on, 11), concern=concern, answer=text)


def _ask(stage: Stage, question: Question) -> None:
    """Both sides write the packet in one afternoon, and the first of them asks."""
    at, asker = stage.at(question.on, 14, 20), stage.people[question.reasons[0][0]]
    packet = open_escalation(actor=asker, at=at, agreement=stage.agreement, topic=question.topic)
    draft = PacketDraft(
        topic=question.topic,
        question=question.question,
        options=question.options,
        decide_by=stage.day(question.decide_by),
    )
    edit_packet(actor=asker, at=at, escalation=packet, draft=draft)
    for who, reason, limits in question.reasons:
        person = stage.people[who]
        side = stage.agreement.parties.select_related("team").get(team__memberships__person=person)
        said = StatementDraft(reason=reason, hard_limits=limits)
        state_reason(actor=person, at=at, escalation=packet, team=side.team, draft=said)
    ask_for_decision(actor=asker, at=at, escalation=packet)


def _rule(stage: Stage, question: Question) -> None:
    assert question.ruled is not None
    who, on, chosen, ruling = question.ruled
    packet = stage.agreement.escalations.get(topic=question.topic)
    rule(actor=stage.people[who], at=stage.at(on, 11, 20), escalation=packet, ruling=ruling, chosen=chosen)
