"""Perform what the people of a story asked to change, and how the others answered."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from agreements.domain.amendments import Answer, ChangeKind
from agreements.models import Alternative
from agreements.operations.amendments import (
    AlternativeDraft,
    AmendmentDraft,
    AnswerDraft,
    ChangeDraft,
    answer,
    ask_for_change,
)
from reminders.management.sample.script import Asked, Way
from reminders.management.sample.stage import Stage


def change(stage: Stage) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Yield each act with the moment it has; people ask in the afternoon and answer before noon."""
    for number, asked in enumerate(stage.story.changes, start=1):
        yield stage.at(asked.on, 15), partial(_ask, stage, asked)
        for who, on in asked.accepted:
            yield stage.at(on, 11, 30), partial(_accept, stage, number, who, stage.at(on, 11, 30))


def _ask(stage: Stage, asked: Asked) -> None:
    ways = tuple(_way(stage, way) for way in asked.ways)
    draft = AmendmentDraft(reason=asked.reason, alternatives=ways)
    ask_for_change(actor=stage.people[asked.who], at=stage.at(asked.on, 15), agreement=stage.agreement, draft=draft)


def _way(stage: Stage, way: Way) -> AlternativeDraft:
    wanted: dict[str, dict[str, object]] = {}
    for deliverable, day in way.moves:
        wanted.setdefault(deliverable, {})["due_on"] = stage.day(day)
    for deliverable, condition in way.done_when:
        wanted.setdefault(deliverable, {})["done_when"] = condition
    return AlternativeDraft(
        label=way.label,
        trade=way.trade,
        implications=dict(way.means),
        changes=tuple(
            ChangeDraft(kind=ChangeKind.COMMITMENT, commitment=stage.commitments[deliverable], now=now)
            for deliverable, now in wanted.items()
        ),
    )


def _accept(stage: Stage, number: int, who: str, at: datetime) -> None:
    first = Alternative.objects.get(amendment__agreement=stage.agreement, amendment__number=number, position=1)
    answer(actor=stage.people[who], at=at, alternative=first, draft=AnswerDraft(answer=Answer.ACCEPT))
