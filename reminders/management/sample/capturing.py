"""Perform what the people of a story said in one line, and how the others answered the change that it became."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from agreements.domain.amendments import Answer
from agreements.domain.capture import read_line
from agreements.models import Alternative
from agreements.operations.amendments import AnswerDraft, answer
from agreements.operations.captures import capture, draft_of, said_in
from agreements.reports.captures import setting_of
from reminders.management.sample.script import Line
from reminders.management.sample.stage import Stage


def write_down(stage: Stage) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Yield each act with the moment it has: the line before noon, the answers in the afternoon."""
    for line in stage.story.lines:
        yield stage.at(line.on, 11), partial(_say, stage, line, stage.at(line.on, 11))
        for who, on in line.accepted:
            yield stage.at(on, 14), partial(_accept, stage, line, who, stage.at(on, 14))


def _say(stage: Stage, line: Line, at: datetime) -> None:
    actor = stage.people[line.who]
    captured = read_line(line.text, setting_of(viewer=actor, at=at, here=stage.agreement))
    capture(actor=actor, at=at, agreement=stage.agreement, draft=draft_of(captured), said=said_in(captured))


def _accept(stage: Stage, line: Line, who: str, at: datetime) -> None:
    asked = Alternative.objects.filter(
        amendment__agreement=stage.agreement, amendment__asked_at=stage.at(line.on, 11), position=1
    )
    answer(actor=stage.people[who], at=at, alternative=asked.get(), draft=AnswerDraft(answer=Answer.ACCEPT))
