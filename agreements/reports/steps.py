"""The five steps of an agreement's life as a status line: which are done, where it stands, one fact a step."""

from dataclasses import dataclass
from datetime import date

from agreements.domain.agreements import AgreementState
from teams.domain.language import say

NAMES = ("Prepare", "Read back", "Follow through", "Renegotiate", "Close")
FOLLOW_THROUGH, RENEGOTIATE = 3, 4
TIMES = {0: "", 1: "once so far", 2: "twice so far"}
AT = {
    AgreementState.DRAFT: 1,
    AgreementState.WITHDRAWN: 1,
    AgreementState.READBACK: 2,
    AgreementState.ACTIVE: 3,
    AgreementState.COMPLETED: 5,
    AgreementState.ENDED: 5,
}


@dataclass(frozen=True, slots=True)
class Step:
    """``on`` is the day of a step that is done; ``fact`` stands beside or instead of it."""

    number: int
    name: str
    fact: str
    on: date | None
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the facts of the steps are made from; days are local to the reader."""

    state: str
    drafted_on: date
    in_force_on: date | None
    closed_on: date | None
    last_due_on: date | None
    parties: int
    signed: int
    asked: int = 0  # to say the terms back
    said_back: int = 0
    kept: int
    open: int
    proposed: int = 0  # changes that wait for answers
    changed: int = 0  # changes that came into force


def steps_of(course: Course) -> tuple[Step, ...]:
    current = AT[AgreementState(course.state)]
    if current == FOLLOW_THROUGH and course.proposed:
        current = RENEGOTIATE
    said = ("", _signing(course), _followed(course), _changed(course), "")
    days = (course.drafted_on, course.in_force_on, None, None, course.closed_on or course.last_due_on)
    return tuple(
        Step(
            number=number,
            name=name,
            fact=said[number - 1] if number <= current or number == RENEGOTIATE else "",
            on=days[number - 1],
            is_done=number < current and (number != RENEGOTIATE or course.changed > 0),
            is_current=number == current,
        )
        for number, name in enumerate(NAMES, start=1)
    )


def _signing(course: Course) -> str:
    if course.state == AgreementState.READBACK:
        return say(
            "{said_back} of {asked} said back, {signed} of {parties} signed",
            said_back=course.said_back,
            asked=course.asked,
            signed=course.signed,
            parties=course.parties,
        )
    return say("signed by all")


def _changed(course: Course) -> str:
    if course.proposed:
        return (
            say("change proposed")
            if course.proposed == 1
            else say("{proposed} changes proposed", proposed=course.proposed)
        )
    return TIMES.get(course.changed, say("{changed} times so far", changed=course.changed))


def _followed(course: Course) -> str:
    return say("{kept} kept, {open} open", kept=course.kept, open=course.open)
